package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException.Yes;
import parley.client.api.Governance.Request;
import parley.client.api.Membership;
import parley.client.api.Membership.Member;
import parley.client.api.Membership.Restart;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Listed;
import parley.protocol.ConversationId;

import java.util.List;

/** Does what a person asks for on the page of a group, and has the page hear what came of it. For the UI thread. */
final class GroupDeeds {

    private static final Phrases T = Phrases.of(GroupDeeds.class);

    /** The page. */
    interface Hearing {

        /** The group that it is about. */
        @Nullable ConversationId open();

        /** Something was asked for. */
        void begun();

        /** It has come to an end; says whether the page still is about {@code id}. */
        boolean ended(ConversationId id);

        void turn(GroupMode mode);

        /** Says what went wrong, or what is worth knowing. */
        void said(String sentence);

        /** The link of the group is there to be pasted. */
        void copied(String link);
    }

    private final Desk desk;
    private final Hearing page;

    GroupDeeds(Desk desk, Hearing page) {
        this.desk = desk;
        this.page = page;
    }

    void add(List<String> addresses) {
        change((membership, id) -> {
            for (var address : addresses) membership.add(id, address);
        });
    }

    void remove(Member who, boolean ban) {
        var link = link(who);
        if (ban) govern((governance, id) -> governance.ban(id, link));
        else change((membership, id) -> membership.remove(id, link));
    }

    void appoint(Member who, boolean admin) {
        var link = link(who);
        govern((governance, id) -> governance.appoint(id, link, admin));
    }

    /** Lets in who asks, or lets them wait in vain. */
    void answer(Request asker, boolean lets) {
        var link = desk.scene().link(asker.who().address(), asker.who().account());
        govern((governance, id) -> {
            if (lets) governance.approve(id, link);
            else governance.deny(id, link);
        });
    }

    /** Asks a member to talk. */
    void ask(Member who) {
        var id = page.open();
        if (id == null) return;
        page.begun();
        var link = link(who);
        desk.ask(contacts -> contacts.connect(link), () -> page.ended(id), sentence -> failed(id, sentence));
    }

    void leave() {
        change(Membership::leave);
    }

    void restart(boolean weaker) {
        var id = page.open();
        if (id == null) return;
        page.begun();
        desk.groups()
                .restart(
                        id,
                        weaker,
                        restart -> {
                            if (!page.ended(id)) return;
                            page.turn(new GroupMode.Looking());
                            page.said(said(restart));
                        },
                        e -> {
                            if (!page.ended(id)) return;
                            if (e.lacks(Yes.WEAKER)) page.turn(new GroupMode.Restarting(true));
                            page.said(Texts.sentence(Errand.sentence(e)));
                        });
    }

    private String said(Restart restart) {
        var titles = desk.scene().titles();
        return switch (restart) {
            case Restart.Begun(var without) when without.isEmpty() -> "";
            case Restart.Begun(var without) ->
                    T.get("group.restart.without", "names", Listed.of(without.stream().map(titles::of).toList()));
            case Restart.Following(var opener) -> T.get("group.restart.following", "name", titles.of(opener));
        };
    }

    /** Brings the link that there is. */
    void link() {
        var id = page.open();
        if (id == null) return;
        page.begun();
        desk.groups()
                .link(
                        id,
                        link -> {
                            if (page.ended(id)) page.copied(link);
                        },
                        sentence -> failed(id, sentence));
    }

    private String link(Member who) {
        return desk.scene().link(who.address(), who.account());
    }

    private void change(Groups.Change change) {
        var id = page.open();
        if (id == null) return;
        page.begun();
        desk.groups().change(id, change, () -> done(id), sentence -> failed(id, sentence));
    }

    private void govern(PeopleDesk.Governing made) {
        var id = page.open();
        if (id == null) return;
        page.begun();
        desk.people()
                .govern(
                        id,
                        made,
                        () -> {
                            desk.soon();
                            done(id);
                        },
                        sentence -> failed(id, sentence));
    }

    private void done(ConversationId id) {
        if (page.ended(id)) page.turn(new GroupMode.Looking());
    }

    private void failed(ConversationId id, String sentence) {
        if (page.ended(id)) page.said(Texts.sentence(sentence));
    }
}
