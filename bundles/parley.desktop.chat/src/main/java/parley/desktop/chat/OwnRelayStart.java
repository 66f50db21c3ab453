package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;

/**
 * Starts the relay of one's own when a locked profile is opened: before, nobody knows whether its account lives on it.
 */
@Component(
        service = {},
        reference = @Reference(name = "access", service = AppLock.Access.class))
public final class OwnRelayStart {

    @Activate
    public OwnRelayStart(@Reference OwnRelay relay) {
        relay.resumeSoon();
    }
}
