package parley.desktop;

import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Contributions;
import parley.desktop.api.Locked;
import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Kind;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Notifications;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Decides what is shown of a notification and by which channel. What comes within a moment is collected, so that a
 * thousand messages are one notification for each conversation and not a thousand.
 */
@Component(service = {Notifications.class, Notifier.class})
public final class Notifier implements Notifications {

    private static final Phrases T = Phrases.of(Notifier.class);

    /** What is remembered: whether to disturb, how much to show, whether a channel is off. */
    static final String DISTURB = "notify.disturb";

    static final String SHOW = "notify.show";
    static final String CHANNEL = "notify.channel.";

    /** How much to show. */
    static final String ALL = "all";

    static final String SENDER = "sender";
    static final String NOTHING = "nothing";

    private static final System.Logger log = System.getLogger(Notifier.class.getName());
    static final long MOMENT = 150;
    private static final int MOST = 50;
    private static final int LONGEST = 400;
    private static final int MOST_ACTIONS = 4;

    /** A channel as it was contributed. */
    record Channel(String id, String label, int rank, NotificationChannel channel) {

        /** What it is called, on one line. */
        String name() {
            return Words.line(Phrases.of(channel.getClass()).label(label));
        }
    }

    private final Preferences preferences;
    private final Contributions.Intake<NotificationChannel> intake;
    private final Map<NotificationChannel, Channel> channels = new ConcurrentHashMap<>();

    /** That one is there is all it says: none is ever made, so none can fail to be. */
    private final Set<ServiceReference<Locked>> locked = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService worker;

    /** What waits for the moment to pass, by key; guarded by itself. */
    private final Map<String, Notification> waiting = new LinkedHashMap<>();

    /** Whether the moment after which they are shown has begun; guarded by {@link #waiting}. */
    private boolean due;

    /** By which channel a key is shown. Touched on the worker only. */
    private final Map<String, NotificationChannel> shown = new LinkedHashMap<>();

    private volatile boolean inFront;
    private volatile Runnable raise = () -> {};

    @Activate
    public Notifier(@Reference Preferences preferences, @Reference Contributions contributions) {
        this(
                preferences,
                contributions,
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("notifications").factory()));
    }

    Notifier(Preferences preferences, Contributions contributions, ScheduledExecutorService worker) {
        this.preferences = preferences;
        this.intake = contributions.intake(this::add);
        this.worker = worker;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addChannel(ComponentServiceObjects<NotificationChannel> channel) {
        intake.add(channel);
    }

    void removeChannel(ComponentServiceObjects<NotificationChannel> channel) {
        intake.remove(channel);
    }

    /** Shows by {@code channel}, too, and says how that ends. */
    Runnable add(NotificationChannel channel, Map<String, Object> properties) {
        var id = String.valueOf(properties.get("parley.channel.id"));
        var label = String.valueOf(properties.get("parley.channel.label"));
        int rank = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        channels.put(channel, new Channel(id, label, rank, channel));
        return () -> {
            channels.remove(channel);
            work(() -> {
                shown.forEach((key, by) -> {
                    if (by == channel) quietly(() -> channel.withdraw(key));
                });
                shown.values().removeIf(by -> by == channel);
            });
        };
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addLocked(ServiceReference<Locked> lock) {
        locked.add(lock);
        work(this::withdrawAll);
    }

    void removeLocked(ServiceReference<Locked> lock) {
        locked.remove(lock);
    }

    /** Takes back what is shown, and shows nothing any more. */
    @Deactivate
    void close() {
        work(this::withdrawAll);
        worker.shutdown();
    }

    /** Whether a window of ours is in front. Called on the UI thread. */
    void inFront(boolean changed) {
        inFront = changed;
    }

    /** What brings our window in front; called from any thread when a notification is opened. */
    void raising(Runnable raising) {
        raise = raising;
    }

    /** The channels there are, the one that is tried first in front. */
    List<Channel> channels() {
        return channels.values().stream()
                .sorted(Comparator.comparingInt(Channel::rank).reversed().thenComparing(Channel::id))
                .toList();
    }

    /** Whether the person has left the channel {@code id} on. */
    boolean on(String id) {
        return !preferences.get(CHANNEL + id, "on").equals("off");
    }

    @Override
    public void show(Notification notification) {
        synchronized (waiting) {
            waiting.remove(notification.key()); // the newest stands last
            waiting.put(notification.key(), notification);
            if (waiting.size() > MOST) waiting.remove(waiting.keySet().iterator().next());
            if (due) return;
            due = true;
        }
        if (!worker.isShutdown()) worker.schedule(this::showWaiting, MOMENT, TimeUnit.MILLISECONDS);
    }

    @Override
    public void withdraw(String key) {
        synchronized (waiting) {
            waiting.remove(key);
        }
        work(() -> {
            var channel = shown.remove(key);
            if (channel != null) quietly(() -> channel.withdraw(key));
        });
    }

    private void showWaiting() {
        List<Notification> all;
        synchronized (waiting) {
            all = List.copyOf(waiting.values());
            waiting.clear();
            due = false;
        }
        all.forEach(this::showNow);
    }

    private void showNow(Notification notification) {
        if (inFront || !locked.isEmpty() || preferences.get(DISTURB, "yes").equals("no")) return;
        var told = cut(notification);
        for (var channel : channels()) {
            if (!on(channel.id()) || !shows(channel.channel(), told)) continue;
            var before = shown.remove(told.key());
            if (before != null && before != channel.channel()) quietly(() -> before.withdraw(told.key()));
            shown.put(told.key(), channel.channel());
            forgetOldest();
            return;
        }
    }

    private void forgetOldest() {
        if (shown.size() <= MOST) return;
        var oldest = shown.entrySet().iterator().next();
        shown.remove(oldest.getKey());
        quietly(() -> oldest.getValue().withdraw(oldest.getKey()));
    }

    private static boolean shows(NotificationChannel channel, Notification notification) {
        try {
            if (!channel.ready()) return false;
            channel.show(notification);
            return true;
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.WARNING, "A notification could not be shown; trying the next way", e);
            return false;
        }
    }

    /** As much of {@code notification} as the person wants others to see, harmless and short. */
    private Notification cut(Notification notification) {
        var much = preferences.get(SHOW, ALL);
        var actions = new ArrayList<Notification.Action>();
        for (var action : notification.actions()) {
            boolean blind = action.kind() == Kind.REPLY && !much.equals(ALL); // an answer to what nobody can read
            if (!blind && actions.size() < MOST_ACTIONS)
                actions.add(action.kind() == Kind.OPEN ? raising(action) : action);
        }
        var title = Words.line(notification.title());
        var text = Words.plain(Words.excerpt(notification.text(), LONGEST));
        return switch (much) {
            case NOTHING -> new Notification(notification.key(), Window.TITLE, T.get("notification.new"), actions);
            case SENDER -> new Notification(notification.key(), title, T.get("notification.new"), actions);
            default -> new Notification(notification.key(), title, text, actions);
        };
    }

    private Notification.Action raising(Notification.Action action) {
        return new Notification.Action(
                action.label(),
                action.kind(),
                text -> {
                    raise.run();
                    action.chosen().accept(text);
                });
    }

    private void withdrawAll() {
        synchronized (waiting) {
            waiting.clear();
        }
        shown.forEach((key, channel) -> quietly(() -> channel.withdraw(key)));
        shown.clear();
    }

    private void work(Runnable task) {
        if (!worker.isShutdown()) worker.execute(task);
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.DEBUG, "a notification could not be taken back", e);
        }
    }
}
