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
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.protocol.RelayAddress;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the messages of a conversation travel: in plain words first, with what experts ask for on demand. */
final class PathPage {

    private static final Phrases T = Phrases.of(PathPage.class);
    private static final int GROUP = 4;

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
        page = new MiddlePage(parent, theme, "path", "path.back", T.get("page.back"), this::back);
        page.title(T.get("path.title"));
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
        Texts.say(way, here ? T.get("path.local") : way(relay, own.carries(relay)));
        Texts.sayOrHide(link, here ? "" : link(desk.scene().link(), desk.scene().linkReason()));
        Texts.sayOrHide(learns, here ? "" : T.get("path.learns"));
        Texts.sayOrHide(details, all && !here ? String.join("\n\n", details(account.get())) : "");
        page.clear();
        if (!here) {
            page.push("path.details", all ? T.get("path.less") : T.get("path.details"), Rank.PLAIN, this::turn);
            if (all)
                page.push(
                        "path.copy",
                        T.get("path.copy"),
                        Rank.PLAIN,
                        () -> Words.copy(page.control().getDisplay(), relay.url() + "#" + relay.fingerprint()));
        }
        page.layout();
    }

    /** The way to the others, in plain words. */
    static String way(RelayAddress relay, boolean carried) {
        return carried ? T.get("path.way.own") : T.get("path.way", "relay", name(relay));
    }

    private static String name(RelayAddress relay) {
        var host = relay.url().getHost(); // none where a name has what no host may have
        return host == null ? relay.url().getAuthority() : host;
    }

    /** How the link stands, in plain words. */
    static String link(LinkChanged.State state, String reason) {
        var why = Texts.sentence(reason);
        return switch (state) {
            case CONNECTED -> T.get("path.connected");
            case RECONNECTING -> why.isEmpty() ? T.get("path.again") : T.get("path.again.why", "reason", why);
            case OFFLINE -> why.isEmpty() ? T.get("path.offline") : T.get("path.offline.why", "reason", why);
        };
    }

    private static List<String> details(Account account) {
        var relay = account.relay();
        boolean tls = relay.url().getScheme().equals("wss");
        return List.of(
                T.get("path.address", "address", relay.url()),
                tls ? T.get("path.tls") : T.get("path.plain"),
                T.get("path.fingerprint", "fingerprint", grouped(relay.fingerprint())),
                T.get("path.mls"),
                T.get("path.own", "address", account.address()));
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
