package parley.desktop.chat;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Sentences;
import parley.client.api.Suites.Suite;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The ciphers: which there are, what brings each, which conversations use it, and which new ones are to use. */
final class CiphersPage {

    private static final Phrases T = Phrases.of(CiphersPage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final Label lead;
    private final Things list;
    private final Label heading;
    private final Things users;
    private Optional<Integer> preferred = Optional.empty();

    /** The cipher that the page is about, or all of them. */
    private OptionalInt about = OptionalInt.empty();

    /** Whether preferring it wants a yes to a weaker one. */
    private boolean weaker;

    private boolean busy;

    CiphersPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "ciphers", "ciphers.back", T.get("page.back"), this::back);
        lead = page.label(TextStyle.BODY, Token.MUTED);
        list = things("ciphers.list", T.get("ciphers.title"), theme, this::pressed);
        heading = page.label(TextStyle.STRONG, Token.TEXT);
        users = things("ciphers.users", T.get("list.conversations"), theme, this::open);
    }

    private Things things(String id, String name, Theme theme, Consumer<Thing> pressed) {
        var things = new Things(page.body(), theme, Token.BACKGROUND, id, name, pressed);
        page.grow(things.control(), 0);
        return things;
    }

    Composite control() {
        return page.control();
    }

    /** The page was opened: it begins with all of them. */
    void opened() {
        about = OptionalInt.empty();
        weaker = false;
        page.problem("");
        show();
        desk.ciphers()
                .test(() -> {
                    if (!page.control().isDisposed()) paint();
                });
    }

    /** Shows what there is now. */
    void show() {
        if (desk.ciphers().changes())
            desk.ciphers()
                    .preferred(
                            found -> {
                                if (page.control().isDisposed()) return;
                                preferred = found;
                                paint();
                            },
                            this::failed);
        paint();
    }

    private void paint() {
        if (about.isPresent()) paint(about.getAsInt());
        else paintAll();
        page.enable(!busy);
        page.layout();
    }

    private void paintAll() {
        page.title(T.get("ciphers.title"));
        Texts.say(lead, T.get("ciphers.lead"));
        var numbers = new TreeSet<Integer>(Comparator.reverseOrder());
        present().forEach(suite -> numbers.add(suite.id()));
        talks().forEach(talk -> numbers.add(talk.suite()));
        fill(
                list,
                numbers.stream()
                        .sorted(Comparator.comparingInt(it -> -SuiteWords.of(it).rank()))
                        .map(this::row)
                        .toList());
        Texts.sayOrHide(heading, "");
        fill(users, List.of());
        page.clear();
    }

    private Thing row(int suite) {
        var words = SuiteWords.of(suite);
        var here = present(suite);
        long used = talks().stream().filter(talk -> talk.suite() == suite).count();
        var use = T.get("ciphers.used", "count", used);
        return new Thing(
                Integer.toString(suite),
                here.isPresent() ? Icons.LOCK : Icons.WARNING,
                here.isPresent() ? Token.GOOD : Token.WARNING,
                words.called(),
                here.isPresent()
                        ? T.get("ciphers.row", "strength", Sentences.upperFirst(words.strong()), "use", use)
                        : T.get("ciphers.row.gone", "use", use),
                preferred.filter(it -> it == suite).isPresent() ? T.get("ciphers.preferred") : "",
                true);
    }

    private void paint(int suite) {
        var words = SuiteWords.of(suite);
        var here = present(suite);
        page.title(words.called());
        Texts.say(lead, here.map(it -> about(words, it)).orElseGet(() -> T.get("ciphers.gone")));
        fill(list, List.of());
        var using = talks().stream().filter(talk -> talk.suite() == suite).toList();
        Texts.sayOrHide(heading, using.isEmpty() ? T.get("ciphers.unused") : T.get("ciphers.users"));
        fill(users, using.stream().map(this::row).toList());
        page.clear();
        boolean is = preferred.filter(it -> it == suite).isPresent();
        if (desk.ciphers().changes() && here.isPresent() && !is)
            page.push(
                    "ciphers.prefer",
                    weaker ? T.get("ciphers.prefer.weaker") : T.get("ciphers.prefer"),
                    weaker ? Rank.DANGER : Rank.MAIN,
                    () -> prefer(suite));
        if (here.isEmpty())
            page.push("ciphers.plugins", T.get("plugins.title"), Rank.MAIN, () -> desk.open(new Selected.Plugins()));
        page.push("ciphers.all", T.get("ciphers.all"), Rank.PLAIN, this::opened);
    }

    private static String about(SuiteWords words, Suite suite) {
        return T.get(
                "ciphers.about",
                "strength",
                Sentences.upperFirst(words.strong()),
                "name",
                suite.name(),
                "number",
                Integer.toString(suite.id()),
                "bundle",
                suite.provider());
    }

    private Thing row(Conversation talk) {
        return new Thing(
                talk.id().hex(),
                talk.kind() == Kind.GROUP ? Icons.PEOPLE : Icons.TALK,
                Token.MUTED,
                desk.scene().titles().of(talk),
                talk.kind() == Kind.GROUP ? T.get("ciphers.group") : talk.title(),
                "",
                true);
    }

    private static void fill(Things list, List<Thing> rows) {
        Proofs.there(list.control(), !rows.isEmpty());
        var place = (GridData) list.control().getLayoutData();
        place.heightHint = list.high(rows.size());
        place.grabExcessVerticalSpace = false;
        list.show(rows);
    }

    private List<Suite> present() {
        return desk.ciphers().present();
    }

    private Optional<Suite> present(int suite) {
        return present().stream().filter(it -> it.id() == suite).findFirst();
    }

    private List<Conversation> talks() {
        return desk.scene().conversations().stream().filter(talk -> talk.kind() != Kind.LOCAL).toList();
    }

    private void pressed(Thing row) {
        about = OptionalInt.of(Integer.parseInt(row.key()));
        weaker = false;
        page.problem("");
        paint();
        page.focusFirst();
    }

    private void open(Thing row) {
        talks().stream()
                .filter(talk -> talk.id().hex().equals(row.key()))
                .findFirst()
                .ifPresent(talk -> desk.open(new Selected.Protection(talk.id())));
    }

    private void prefer(int suite) {
        busy = true;
        page.problem("");
        page.enable(false);
        desk.ciphers()
                .prefer(
                        suite,
                        weaker,
                        () -> {
                            if (page.control().isDisposed()) return;
                            busy = false;
                            weaker = false;
                            show();
                        },
                        this::failed);
    }

    private void failed(CommandException e) {
        if (page.control().isDisposed()) return;
        busy = false;
        weaker = e.lacks(Yes.WEAKER);
        paint();
        page.problem(Texts.sentence(Errand.sentence(e)));
        page.layout();
    }

    private void back() {
        if (about.isPresent()) opened();
        else desk.open(new Selected.Nothing());
    }
}
