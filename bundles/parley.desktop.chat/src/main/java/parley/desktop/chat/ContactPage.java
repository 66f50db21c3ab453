package parley.desktop.chat;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Profiles.Profile;
import parley.client.api.Verification.Check;
import parley.client.api.Verification.Standing;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;

import java.util.List;
import java.util.Optional;

/** Somebody one knows: who they say they are, whether that is so, and what can be done about it. */
final class ContactPage {

    private static final Phrases T = Phrases.of(ContactPage.class);

    /** What the page asks for. */
    private enum Mode {
        LOOKING,
        /** Whether they are to be blocked. */
        BLOCKING,
        /** For a code that they have sent or shown. */
        SCANNING
    }

    private final MiddlePage page;
    private final Desk desk;
    private final PersonCard card;
    private final Label status;
    private final Label bio;
    private final Label warning;
    private final Label advice;
    private final WordTiles words;
    private final PushRow answers;
    private final Proofs proofs;
    private final Label together;
    private final Things groups;
    private Mode mode = Mode.LOOKING;
    private @Nullable Contact open;
    private @Nullable Standing standing;
    private @Nullable Profile profile;
    private boolean busy;

    ContactPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "contact", "contact.back", T.get("contact.back"), this::back);
        page.title(T.get("contact.title"));
        card = new PersonCard(page.body(), theme, "contact.card");
        Proofs.wide(card);
        status = page.label(TextStyle.BODY, Token.MUTED);
        status.setData("test.id", "contact.status");
        bio = page.label(TextStyle.BODY, Token.TEXT);
        warning = page.label(TextStyle.BODY, Token.WARNING);
        advice = page.label(TextStyle.BODY, Token.TEXT);
        words = new WordTiles(page.body(), theme, "contact.words");
        Proofs.wide(words);
        answers = page.row();
        proofs = new Proofs(page, theme);
        together = page.label(TextStyle.STRONG, Token.TEXT);
        ((GridData) together.getLayoutData()).verticalIndent = 10;
        groups =
                new Things(
                        page.body(), theme, Token.BACKGROUND, "contact.groups", T.get("contact.groups"), this::pressed);
        page.grow(groups.control(), 0);
    }

    Composite control() {
        return page.control();
    }

    /** Shows {@code contact}, once all that is known of them has been read anew. */
    void show(Contact contact) {
        var before = open;
        open = contact;
        if (before == null || !before.account().equals(contact.account())) {
            standing = null;
            profile = null;
            busy = false;
            mode = Mode.LOOKING;
            page.blank();
        }
        read(contact);
    }

    private void read(Contact contact) {
        var who = contact.account();
        var link = link(contact);
        desk.people()
                .verification(
                        verification -> verification.of(link),
                        found -> {
                            if (about(who)) standing = found;
                            readProfile(who, "");
                        },
                        sentence -> readProfile(who, sentence));
    }

    /**
     * @param trouble why how it stands with their key could not be read; empty if it was
     */
    private void readProfile(AccountKey who, String trouble) {
        if (!about(who)) return;
        desk.people()
                .profiles(
                        profiles -> profiles.of(who),
                        found -> {
                            if (!about(who)) return;
                            profile = found.orElse(null);
                            if (trouble.isEmpty()) show();
                            else failed(who, trouble);
                        },
                        sentence -> failed(who, trouble.isEmpty() ? sentence : trouble));
    }

    /** Names them by their key: an address may have had several. */
    private String link(Contact contact) {
        return desk.scene().link(contact);
    }

    private boolean about(AccountKey who) {
        var shown = open;
        return !page.control().isDisposed() && shown != null && shown.account().equals(who);
    }

    private void back() {
        var shown = open;
        if (mode != Mode.LOOKING) turn(Mode.LOOKING);
        else if (shown != null)
            desk.open(shown.conversation().<Selected>map(Selected.Talk::new).orElseGet(Selected.Asking::new));
    }

    private void turn(Mode changed) {
        mode = changed;
        page.problem("");
        show();
        if (changed == Mode.SCANNING) proofs.ask();
        else if (changed != Mode.LOOKING) page.focusLast();
    }

    // ---- What it shows ----

    private void show() {
        var shown = open;
        if (shown == null) return;
        var titles = desk.scene().titles();
        var sign = Verifying.sign(shown, Optional.ofNullable(standing));
        boolean blocked = shown.state() == State.BLOCKED, refused = blocked || shown.state() == State.DENIED;
        var address = shown.address().toString();
        var called = desk.people().names().of(shown.account());
        boolean doubtful = called.filter(Names.Called::doubtful).isPresent();
        card.show(
                new PersonCard.Face(
                        Names.key(shown.account()),
                        doubtful ? address : titles.of(shown),
                        doubtful ? T.get("contact.called", "name", called.get().name()) : address,
                        address,
                        refused ? Icons.CLOSE : sign.icon(),
                        refused ? Token.BAD : sign.ink(),
                        blocked
                                ? T.get("contact.blocked")
                                : refused ? T.get("contact.declined") : standing(sign, shown)));
        var line = shown.conversation().flatMap(desk.scene()::conversation).map(desk.scene()::status).orElse("");
        Texts.sayOrHide(status, line.isEmpty() ? "" : T.get("list.status", "status", line));
        var said = profile;
        Texts.sayOrHide(bio, said == null ? "" : Words.excerpt(Words.plain(said.bio()), 512));
        Texts.sayOrHide(warning, Verifying.warning(shown, Optional.ofNullable(said)));
        var check = check(shown);
        Texts.sayOrHide(advice, advice(shown, check));
        var three = check.map(Check::words).orElse(List.of());
        Proofs.there(words, !three.isEmpty() && mode == Mode.LOOKING);
        words.show(three);
        proofs.show(Optional.ofNullable(standing), titles.within(shown), mode == Mode.SCANNING);
        var shared = desk.scene().groupsWith(shown.address());
        Texts.sayOrHide(together, shared.isEmpty() ? "" : T.get("contact.groups"));
        Proofs.there(groups.control(), !shared.isEmpty());
        ((GridData) groups.control().getLayoutData()).heightHint = groups.high(shared.size());
        groups.show(shared.stream().map(this::row).toList());
        page.clear();
        buttons(shown, check);
        page.layout();
    }

    /** How it stands with their key, and whether they are there now, as far as they let others know. */
    private String standing(Verifying.Sign sign, Contact shown) {
        var talk = shown.conversation().flatMap(desk.scene()::conversation);
        if (talk.filter(desk.scene()::online).isPresent()) return T.get("contact.online", "standing", sign.words());
        boolean away = talk.filter(desk.scene()::away).isPresent();
        return away ? T.get("contact.away", "standing", sign.words()) : sign.words();
    }

    private Optional<Check> check(Contact shown) {
        var ended = shown.conversation().flatMap(desk.scene()::check);
        if (ended.isPresent()) return ended;
        return Optional.ofNullable(standing).flatMap(Standing::check).filter(check -> !Verifying.over(check));
    }

    private String advice(Contact shown, Optional<Check> check) {
        var name = desk.scene().titles().within(shown);
        return switch (mode) {
            case BLOCKING -> T.get("contact.block.ask", "name", name);
            case SCANNING -> T.get("contact.scan.ask", "name", name);
            case LOOKING ->
                    Doubt.of(shown) ? Doubt.sentence(name) : check.map(it -> Verifying.sentence(it, name)).orElse("");
        };
    }

    private Thing row(Conversation group) {
        return new Thing(
                group.id().hex(),
                Icons.PEOPLE,
                Token.MUTED,
                desk.scene().titles().of(group),
                T.get("contact.groups.people", "count", group.members().size()),
                "",
                true);
    }

    private void pressed(Thing row) {
        var shown = open;
        if (shown == null) return;
        desk.scene().groupsWith(shown.address()).stream()
                .filter(group -> group.id().hex().equals(row.key()))
                .findFirst()
                .ifPresent(group -> desk.open(new Selected.Talk(group.id())));
    }

    // ---- What can be done ----

    private void buttons(Contact shown, Optional<Check> check) {
        switch (mode) {
            case BLOCKING -> {
                page.push("contact.block.yes", T.get("contact.block"), Rank.DANGER, () -> block(shown, true));
                page.push("contact.block.no", T.get("contact.block.no"), Rank.PLAIN, () -> turn(Mode.LOOKING));
            }
            case SCANNING -> {
                page.push("contact.scan.yes", T.get("contact.scan.yes"), Rank.MAIN, () -> scan(shown));
                page.push("contact.scan.no", T.get("contact.back"), Rank.PLAIN, () -> turn(Mode.LOOKING));
            }
            case LOOKING -> looking(shown, check);
        }
        page.enable(!busy);
    }

    private void looking(Contact shown, Optional<Check> check) {
        if (Doubt.of(shown)) {
            answers.push("contact.accept", T.get("doubt.accept"), Rank.PLAIN, () -> decide(shown, true));
            answers.push("contact.keep", T.get("doubt.keep"), Rank.PLAIN, () -> decide(shown, false));
        } else if (check.isPresent()) {
            live(shown).buttons(check.get());
        } else if (standing != null && shown.state() == State.APPROVED) {
            proofs(shown);
        }
        if (desk.ciphers().changes() && shown.conversation().isPresent())
            page.push(
                    "contact.protection",
                    T.get("contact.cipher"),
                    Rank.PLAIN,
                    () -> shown.conversation().ifPresent(id -> desk.open(new Selected.Protection(id))));
        shown.conversation().ifPresent(this::more);
        if (shown.state() == State.BLOCKED)
            page.push("contact.unblock", T.get("contact.unblock"), Rank.MAIN, () -> block(shown, false));
        else page.push("contact.block", T.get("contact.block"), Rank.DANGER, () -> turn(Mode.BLOCKING));
    }

    /** What else there is to know of the conversation with them. */
    private void more(ConversationId id) {
        page.push("contact.lasting", T.get("contact.lasting"), Rank.PLAIN, () -> desk.open(new Selected.Lasting(id)));
        page.push("contact.path", T.get("contact.path"), Rank.PLAIN, () -> desk.open(new Selected.Path(id)));
    }

    private void proofs(Contact shown) {
        var row = proofs.row();
        boolean known = standing != null && standing.verified().isPresent();
        if (shown.conversation().isPresent())
            row.push("contact.check", T.get("contact.words"), known ? Rank.PLAIN : Rank.MAIN, () -> live(shown).ask());
        row.push(
                "contact.mark",
                known ? T.get("contact.unmark") : T.get("contact.mark"),
                Rank.PLAIN,
                () -> mark(shown, !known));
        row.push("contact.scan", T.get("contact.scan"), Rank.PLAIN, () -> turn(Mode.SCANNING));
    }

    private void mark(Contact shown, boolean verified) {
        begin();
        desk.people()
                .verification(
                        verification -> verification.mark(link(shown), verified),
                        now -> stands(shown, now),
                        sentence -> failed(shown.account(), sentence));
    }

    private void scan(Contact shown) {
        var text = proofs.code();
        begin();
        desk.people()
                .verification(
                        verification -> verification.scan(link(shown), text),
                        now -> stands(shown, now),
                        sentence -> failed(shown.account(), sentence));
    }

    private void stands(Contact shown, Standing now) {
        desk.soon();
        if (!about(shown.account())) return;
        busy = false;
        standing = now;
        turn(Mode.LOOKING);
    }

    private void decide(Contact shown, boolean accepts) {
        begin();
        Doubt.decide(desk, shown, accepts, sentence -> failed(shown.account(), sentence));
    }

    private void block(Contact shown, boolean blocked) {
        begin();
        var link = link(shown);
        desk.away(
                contacts -> {
                    if (blocked) contacts.block(link);
                    else contacts.unblock(link);
                },
                () -> {
                    if (!about(shown.account())) return;
                    busy = false;
                    turn(Mode.LOOKING);
                },
                sentence -> failed(shown.account(), sentence));
    }

    private LiveCheck live(Contact shown) {
        return new LiveCheck(answers, desk, shown, this::busy, this::failed);
    }

    private void begin() {
        busy(true);
    }

    private void busy(boolean changed) {
        busy = changed;
        if (page.control().isDisposed()) return;
        if (changed) page.problem("");
        page.enable(!changed);
    }

    private void failed(AccountKey who, String sentence) {
        if (!about(who)) return;
        busy = false;
        show();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
