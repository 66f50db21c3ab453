package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts.Account;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.protocol.RelayAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the messages of a conversation travel: in plain words first, with what experts ask for on demand. */
final class PathPage {

    private static final int GROUP = 4;

    private static final String LEARNS =
            "The relay sees who is connected, in which conversation something is said, when, and about how much. It"
                    + " never sees what: that is locked before it leaves this computer, and only the people in the"
                    + " conversation have the keys.";

    private final MiddlePage page;
    private final Desk desk;
    private final OwnRelay own;
    private final Label way;
    private final Label link;
    private final Label learns;
    private final Label details;
    private @Nullable Conversation open;
    private boolean all;

    PathPage(Composite parent, Desk desk, OwnRelay own, Theme theme) {
        this.desk = desk;
        this.own = own;
        page = new MiddlePage(parent, theme, "path", "path.back", "Back", this::back);
        page.title("How messages travel");
        way = page.label(TextStyle.BODY, Token.TEXT);
        link = page.label(TextStyle.STRONG, Token.TEXT);
        learns = page.label(TextStyle.BODY, Token.MUTED);
        details = page.label(TextStyle.SMALL, Token.TEXT);
    }

    Composite control() {
        return page.control();
    }

    /** Shows the way of {@code conversation}, as it stands now. */
    void show(Conversation conversation) {
        var before = open;
        open = conversation;
        if (before == null || !before.id().equals(conversation.id())) all = false;
        show();
    }

    private void show() {
        var talk = open;
        var account = desk.scene().account();
        if (talk == null || account.isEmpty()) return;
        var relay = account.get().relay();
        boolean here = talk.kind() == Kind.LOCAL;
        Texts.say(way, here ? "Nothing of this conversation leaves this computer." : way(relay, own.carries(relay)));
        Texts.sayOrHide(link, here ? "" : link(desk.scene().link(), desk.scene().linkReason()));
        Texts.sayOrHide(learns, here ? "" : LEARNS);
        Texts.sayOrHide(details, all && !here ? String.join("\n\n", details(account.get())) : "");
        page.clear();
        if (!here) {
            page.push("path.details", all ? "Less" : "Details", Rank.PLAIN, this::turn);
            if (all)
                page.push(
                        "path.copy",
                        "Copy the relay's address",
                        Rank.PLAIN,
                        () -> Texts.copy(page.control().getDisplay(), relay.url() + "#" + relay.fingerprint()));
        }
        page.layout();
    }

    /** The way to the others, in plain words. */
    static String way(RelayAddress relay, boolean carried) {
        return "What you write goes to "
                + (carried
                        ? "your own relay, which runs with this Parley, "
                        : "the relay \u2068" + name(relay) + "\u2069 ")
                + "and from there to the others, who get it when they are there.";
    }

    private static String name(RelayAddress relay) {
        var host = relay.url().getHost(); // none where a name has what no host may have
        return host == null ? relay.url().getAuthority() : host;
    }

    /** How the link stands, in plain words. */
    static String link(LinkChanged.State state, String reason) {
        return switch (state) {
            case CONNECTED -> "Connected.";
            case RECONNECTING -> "Connecting again…" + because(reason) + " What you write waits here meanwhile.";
            case OFFLINE -> "Not connected." + because(reason) + " What you write waits here until there is a way.";
        };
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : " " + Texts.sentence(reason);
    }

    private List<String> details(Account account) {
        var relay = account.relay();
        var lines = new ArrayList<String>();
        lines.add("Address: " + relay.url());
        lines.add(
                relay.url().getScheme().equals("wss")
                        ? "To the relay: WebSocket over TLS 1.3. It proves by its own key that it is the one you signed"
                                + " up with, whatever certificate it shows."
                        : "To the relay: WebSocket without TLS, as is allowed on this computer alone.");
        lines.add("The relay's fingerprint: " + grouped(relay.fingerprint()));
        lines.add("Between the people: MLS (RFC 9420), end to end.");
        lines.add("Your address there: " + account.address());
        return lines;
    }

    /** {@code hex} in groups, so that two people can compare it. */
    static String grouped(String hex) {
        return IntStream.iterate(0, at -> at < hex.length(), at -> at + GROUP)
                .mapToObj(at -> hex.substring(at, Math.min(hex.length(), at + GROUP)))
                .collect(Collectors.joining(" "));
    }

    private void turn() {
        all = !all;
        show();
    }

    private void back() {
        var talk = open;
        if (talk != null) desk.open(desk.scene().details(talk));
    }
}
