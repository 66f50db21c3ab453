package parley.chat;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Has chat say that we go when the framework ends, before the bundles are stopped that it takes to say so. */
@Component(service = {})
public final class Farewell implements SynchronousBundleListener {

    private final BundleContext context;
    private final Chat chat;

    @Activate
    public Farewell(BundleContext context, @Reference Chat chat) {
        this.context = context;
        this.chat = chat;
        context.addBundleListener(this);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        var ends = event.getType() == BundleEvent.STOPPING;
        if (ends && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) chat.farewell();
    }
}
