package parley.desktop.lock;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.AppLock.State;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.api.PreferencePages;
import parley.desktop.api.UiThread;

/** Locks the profile; without a passphrase it leads to where one is given. */
@Component
@CommandInfo(id = "parley.lock", label = "%command.lock", key = "M1+L", menu = 85)
public final class LockCommand implements CommandContribution {

    private static final System.Logger log = System.getLogger(LockCommand.class.getName());

    private final AppLock lock;
    private final Guard guard;
    private final PreferencePages pages;
    private final UiThread ui;

    @Activate
    public LockCommand(
            @Reference AppLock lock, @Reference Guard guard, @Reference PreferencePages pages, @Reference UiThread ui) {
        this.lock = lock;
        this.guard = guard;
        this.pages = pages;
        this.ui = ui;
    }

    @Override
    public void run() {
        if (guard.state() == State.OPEN) {
            pages.open(LockPage.ID);
            return;
        }
        Errand locking = lock::lock;
        locking.start(ui, () -> {}, why -> log.log(System.Logger.Level.WARNING, "Not locked: {0}", why));
    }
}
