package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Action;
import parley.desktop.api.Notifications;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Says of what others write that it is there, and takes that back when it has been read. */
@Component(service = {})
public final class Bells {

    private static final Phrases T = Phrases.of(Bells.class);

    /** A dot in the middle, or what looks like one, that is no part of a word, as in Gal·la and ジョン・スミス. */
    private static final Pattern PARTING = parting("[·\u0387•‧∙⋅・･᛫ꞏ⸱⸳]", "[\\h\\u3164\\uFFA0\\u115F\\u1160\\u2800]");

    private final Desk desk;
    private final Notifications notifications;
    private final UiThread ui;

    /** Which message rang last in each conversation. Touched on the UI thread only. */
    private final Map<ConversationId, MessageId> rung = new HashMap<>();

    @Activate
    public Bells(@Reference Desk desk, @Reference Notifications notifications, @Reference UiThread ui) {
        this.desk = desk;
        this.notifications = notifications;
        this.ui = ui;
        desk.company(
                new Desk.Company() {
                    @Override
                    public void happened(Event event) {
                        switch (event) {
                            case Event.MessageReceived received -> ring(received);
                            // what was taken back is not to be read behind the desktop's back either
                            case Event.MessageEdited it -> changed(it.conversation(), it.message());
                            case Event.MessageDeleted(var conversation, var id, var _) -> changed(conversation, id);
                            case Event.MessageExpired(var conversation, var id) -> changed(conversation, id);
                            default -> {}
                        }
                    }

                    @Override
                    public void read(ConversationId conversation) {
                        notifications.withdraw(key(conversation));
                    }
                });
    }

    private static Pattern parting(String dot, String blank) {
        return Pattern.compile(blank + "+" + dot + blank + "*|" + dot + blank + "+");
    }

    @Deactivate
    void close() {
        desk.company(null);
    }

    private static String key(ConversationId conversation) {
        return "conversation-" + conversation;
    }

    /** Takes back what rang for {@code message}, and for no other: who edits takes away nobody else's words. */
    private void changed(ConversationId conversation, MessageId message) {
        ui.execute(() -> { // behind the ring, which takes the same way
            if (rung.remove(conversation, message)) notifications.withdraw(key(conversation));
        });
    }

    private void ring(Event.MessageReceived received) {
        ui.execute(() ->
                desk.scene()
                        .conversation(received.conversation())
                        .ifPresentOrElse(talk -> ring(received, talk), () -> ring(received, title(received))));
    }

    private void ring(Event.MessageReceived received, Conversation talk) {
        if (talk.settings().isMuted(Instant.now())) return;
        var who = title(received);
        ring(received, talk.kind() == Kind.GROUP ? in(who, name(desk.titles().of(talk))) : who);
    }

    /** Nobody's name reads so, and no group's: {@link #name}. */
    private static String in(String who, String group) {
        return T.get("bell.group", "who", who, "group", group);
    }

    /** {@code name} without what parts a person from a group, or looks so. */
    private static String name(String name) {
        return PARTING.matcher(name).replaceAll(", ");
    }

    private String title(Event.MessageReceived received) {
        return name(desk.titles().of(received.from()));
    }

    private void ring(Event.MessageReceived received, String title) {
        var id = received.conversation();
        rung.put(id, received.id());
        notifications.show(
                new Notification(
                        key(id),
                        title,
                        received.text(),
                        List.of(
                                new Action(
                                        T.get("bell.open"),
                                        Notification.Kind.OPEN,
                                        _ -> ui.execute(() -> desk.open(new Selected.Talk(id)))),
                                new Action(T.get("bell.reply"), Notification.Kind.REPLY, text -> reply(id, text)),
                                new Action(T.get("bell.read"), Notification.Kind.PRESS, _ -> desk.markRead(id)))));
    }

    private void reply(ConversationId id, String text) {
        if (text.isBlank()) return;
        desk.talk().answer(id, text);
        notifications.withdraw(key(id));
    }
}
