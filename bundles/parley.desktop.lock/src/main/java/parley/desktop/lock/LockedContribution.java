package parley.desktop.lock;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.client.api.AppLock;
import parley.desktop.api.Locked;
import parley.desktop.api.Theme;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;

/** Covers the window while the profile is locked. {@link Guard} says when that is. */
@Component(
        enabled = false,
        service = {ViewContribution.class, Locked.class})
@ViewInfo(id = "parley.locked", title = "%locked", place = ViewInfo.Place.COVER)
@ServiceRanking(Integer.MAX_VALUE)
public final class LockedContribution implements ViewContribution, Locked {

    private final AppLock lock;
    private final Theme theme;
    private final UiThread ui;

    @Activate
    public LockedContribution(@Reference AppLock lock, @Reference Theme theme, @Reference UiThread ui) {
        this.lock = lock;
        this.theme = theme;
        this.ui = ui;
    }

    @Override
    public View create(Composite parent) {
        return new LockedView(parent, lock, theme, ui);
    }
}
