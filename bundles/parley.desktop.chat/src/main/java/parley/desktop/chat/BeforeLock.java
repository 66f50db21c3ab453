package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.desktop.api.UiThread;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Has the profile keep what is half written before it is locked, without waiting for the person to pause. */
@Component
public final class BeforeLock implements AppLock.Listener {

    /** For how long the lock waits for that, in milliseconds: a window that hangs keeps no profile open. */
    private static final long MOST = 1000;

    private final Desk desk;
    private final UiThread ui;
    private final long most;

    @Activate
    public BeforeLock(@Reference Desk desk, @Reference UiThread ui) {
        this(desk, ui, MOST);
    }

    BeforeLock(Desk desk, UiThread ui, long most) {
        this.desk = desk;
        this.ui = ui;
        this.most = most;
    }

    @Override
    public void locking() {
        var kept = new CompletableFuture<Boolean>();
        ui.execute(() -> {
            desk.scene().talk().ifPresent(Scene.TalkWatcher::keep);
            desk.work(() -> kept.complete(true)); // behind what has just been given to be kept
        });
        kept.completeOnTimeout(false, most, TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void lockChanged(AppLock.State state) {}
}
