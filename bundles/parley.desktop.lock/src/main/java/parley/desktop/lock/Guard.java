package parley.desktop.lock;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.AppLock.State;
import parley.client.api.CommandException;

import java.util.function.Supplier;

/**
 * Lets {@link LockedContribution} over the window while the profile is locked.
 *
 * <p>Immediate, because the profile may be locked before anybody asks.
 */
@Component(
        service = {Guard.class, AppLock.Listener.class},
        immediate = true)
public final class Guard implements AppLock.Listener {

    private static final System.Logger log = System.getLogger(Guard.class.getName());

    private final Supplier<AppLock> lock;

    /** Puts the page over the window, or takes it away. */
    @FunctionalInterface
    public interface Cover {
        void set(boolean wanted);
    }

    private final Cover cover;
    private final Thread looking;

    /** As far as is known; guarded by this. */
    private @Nullable State state;

    /**
     * @param lock gets it when it is asked for: it has its listeners, this one among them, when it begins
     */
    @Activate
    public Guard(ComponentContext context, @Reference ComponentServiceObjects<AppLock> lock) {
        this(
                lock::getService,
                wanted -> {
                    var name = LockedContribution.class.getName();
                    if (wanted) context.enableComponent(name);
                    else context.disableComponent(name);
                });
    }

    /** With another way to cover the window than a component. */
    public Guard(AppLock lock, Cover cover) {
        this(() -> lock, cover);
    }

    private Guard(Supplier<AppLock> lock, Cover cover) {
        this.lock = lock;
        this.cover = cover;
        this.looking = Thread.ofVirtual().name("lock-guard").start(this::look);
    }

    @Deactivate
    void close() {
        looking.interrupt();
    }

    private void look() {
        try {
            var found = lock.get().state();
            synchronized (this) {
                if (state == null) lockChanged(found); // else somebody was quicker
            }
        } catch (CommandException e) { // the profile cannot be used at all: who needs it says so
            log.log(System.Logger.Level.DEBUG, "Nothing to guard: {0}", e.getMessage());
        }
    }

    @Override
    public synchronized void lockChanged(State now) {
        state = now;
        cover.set(now == State.LOCKED);
    }

    /** How it stands with the profile, as far as is known: {@code OPEN} before. */
    synchronized State state() {
        return state == null ? State.OPEN : state;
    }
}
