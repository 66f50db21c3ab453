package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;
import parley.client.api.Suites.Suite;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.PluginDesk.Found;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plug-ins: which there are, taking another in after the person's yes, updating and removing them. */
final class PluginsPage {

    private static final Phrases T = Phrases.of(PluginsPage.class);

    /** When it is looked again at what waits, in milliseconds. */
    private static final int AGAIN = 1000;

    /** What the page is about at the moment. */
    private sealed interface Mode {
        record Listing() implements Mode {}

        /** One that is there, as it was when last looked at. */
        record Looking(Plugin plugin) implements Mode {}

        record Removing(Plugin plugin) implements Mode {}

        /** A jar is being read, installed or the like. */
        record Busy(String sentence) implements Mode {}

        /** May this one come in? */
        record Asking(Found found) implements Mode {}

        /**
         * Something did not come in.
         *
         * @param before what runs on instead
         */
        record Refused(String sentence, Optional<Plugin> before) implements Mode {}
    }

    private final MiddlePage page;
    private final Desk desk;
    private final PluginDesk plugins;
    private final Label lead;
    private final Things list;
    private final PluginFacts facts;
    private Mode mode = new Mode.Listing();
    private List<Plugin> known = List.of();

    /** Whether anything is known yet: the answer takes its time while a plug-in starts. */
    private boolean answered;

    private String said = "";
    private final Runnable again = this::lookAgain; // one, so that it is never timed twice

    PluginsPage(Composite parent, Desk desk, PluginDesk plugins, Theme theme) {
        this.desk = desk;
        this.plugins = plugins;
        page = new MiddlePage(parent, theme, "plugins", "plugins.back", T.get("page.back"), this::back);
        lead = page.label(TextStyle.BODY, Token.MUTED);
        facts = new PluginFacts(page.body(), theme);
        list = new Things(page.body(), theme, Token.BACKGROUND, "plugins.list", T.get("plugins.title"), this::pressed);
        page.grow(list.control(), 60);
        plugins.watch(() -> {
            if (page.control().isDisposed()) return;
            paint();
            if (page.control().isVisible()) show();
        });
        takeJars();
        paint();
    }

    Composite control() {
        return page.control();
    }

    /** The page stands open from now on: from its beginning, unless something is under way. */
    void opened() {
        if (!(mode instanceof Mode.Busy)) {
            said = "";
            mode = new Mode.Listing();
        }
        paint();
        page.focusFirst();
    }

    /** Shows the plug-ins, read anew. */
    void show() {
        if (!plugins.there()) {
            known = List.of();
            mode = new Mode.Listing();
            paint();
            return;
        }
        plugins.list(
                found -> {
                    if (page.control().isDisposed()) return;
                    if (found.stream().anyMatch(it -> it.state() == State.WAITING)) {
                        page.control().getDisplay().timerExec(AGAIN, again);
                    }
                    if (answered && known.equals(found)) return;
                    answered = true;
                    known = found;
                    if (mode instanceof Mode.Looking(var plugin)) {
                        mode = now(plugin).<Mode>map(Mode.Looking::new).orElseGet(Mode.Listing::new);
                    }
                    if (mode instanceof Mode.Listing || mode instanceof Mode.Looking) paint();
                },
                this::failed);
    }

    private void lookAgain() {
        if (!page.control().isDisposed() && page.control().isVisible()) show();
    }

    /** What has become of {@code plugin}. */
    private Optional<Plugin> now(Plugin plugin) {
        var key = PluginFacts.key(plugin);
        return known.stream().filter(it -> PluginFacts.key(it).equals(key)).findFirst();
    }

    private void back() {
        switch (mode) {
            case Mode.Listing() -> desk.open(new Selected.Nothing());
            case Mode.Busy _ -> {} // it ends by itself
            case Mode.Removing(var plugin) -> turn(new Mode.Looking(plugin));
            default -> turn(new Mode.Listing());
        }
    }

    private void turn(Mode changed) {
        mode = changed;
        if (!(changed instanceof Mode.Listing)) said = "";
        page.problem("");
        paint();
        if (changed instanceof Mode.Listing || changed instanceof Mode.Refused) page.focusFirst();
        else page.focusLast();
    }

    private void paint() {
        facts.clear();
        page.clear();
        page.title(T.get("plugins.title"));
        Texts.sayOrHide(lead, "");
        boolean listing = mode instanceof Mode.Listing;
        switch (mode) {
            case Mode.Listing() -> paintList();
            case Mode.Looking(var plugin) -> paintPlugin(plugin);
            case Mode.Removing(var plugin) -> paintRemoval(plugin);
            case Mode.Busy(var sentence) -> Texts.sayOrHide(lead, sentence);
            case Mode.Asking(var found) -> paintQuestion(found);
            case Mode.Refused(var sentence, var before) -> paintRefusal(sentence, before);
        }
        list.show(listing ? known.stream().map(PluginFacts::row).toList() : List.of());
        list.control().setVisible(listing && !known.isEmpty());
        facts.there(!listing && !(mode instanceof Mode.Busy));
        page.layout();
    }

    private void paintList() {
        if (!plugins.there()) {
            Texts.sayOrHide(lead, T.get("plugins.off.page"));
            return;
        }
        var about = !answered ? "" : known.isEmpty() ? T.get("plugins.none") : T.get("plugins.lead");
        Texts.sayOrHide(lead, said.isEmpty() ? about : said);
        page.push("plugins.install", T.get("plugins.install"), Rank.MAIN, this::choose);
    }

    private void paintPlugin(Plugin plugin) {
        page.title(PluginFacts.inert(plugin.name()));
        var ink =
                switch (plugin.state()) {
                    case RUNNING -> Token.GOOD;
                    case REFUSED -> Token.BAD;
                    case WAITING, STOPPED -> Token.MUTED;
                };
        var state = PluginFacts.state(plugin.state());
        var version =
                plugin.version().map(it -> T.get("plugins.state", "state", state, "version", PluginFacts.inert(it)));
        facts.say(TextStyle.STRONG, ink, version.orElse(state));
        plugin.reason().ifPresent(facts::reason);
        if (plugin.declares().uses().contains("ciphers") || !suites(plugin).isEmpty())
            facts.fact("plugin.ciphers", T.get("ciphers.title"), ciphers(plugin));
        if (plugin.publisher().isPresent() || !plugin.declares().description().isEmpty())
            facts.papers(plugin.declares(), plugin.publisher().orElse(""), "", false);
        if (plugin.installed()) page.push("plugins.update", T.get("plugins.update"), Rank.PLAIN, this::choose);
        plugin.file().ifPresent(jar -> page.push("plugins.use", T.get("plugins.use"), Rank.MAIN, () -> inspect(jar)));
        page.push("plugins.remove", removal(plugin), Rank.DANGER, () -> turn(new Mode.Removing(plugin)));
        page.push("plugins.list.again", T.get("plugins.all"), Rank.PLAIN, this::back);
    }

    private List<Suite> suites(Plugin plugin) {
        return desk.ciphers().present().stream().filter(it -> it.provider().equals(plugin.name())).toList();
    }

    /** The verdict on its suites: those that are in use have passed, and one that fails stops the whole plug-in. */
    private String ciphers(Plugin plugin) {
        if (plugin.state() != State.RUNNING) return T.get("plugins.ciphers.none");
        var provided = suites(plugin);
        if (provided.isEmpty()) return T.get("plugins.ciphers.others");
        return provided.stream()
                .map(suite -> T.get("plugins.cipher.passed", "cipher", SuiteWords.of(suite.id()).called()))
                .collect(Collectors.joining("\n"));
    }

    private void paintRemoval(Plugin plugin) {
        page.title(PluginFacts.inert(plugin.name()));
        boolean runs = plugin.state() == State.RUNNING;
        if (plugin.installed()) {
            facts.say(
                    TextStyle.BODY,
                    Token.TEXT,
                    runs ? T.get("plugins.remove.ask") : T.get("plugins.remove.unused.ask"));
            facts.say(TextStyle.BODY, Token.TEXT, T.get("plugins.remove.file"));
        } else facts.say(TextStyle.BODY, Token.TEXT, T.get("plugins.forget.ask"));
        page.push("plugins.remove.yes", removal(plugin), Rank.DANGER, () -> remove(plugin));
        page.push("plugins.remove.no", T.get("plugins.keep"), Rank.PLAIN, this::back);
    }

    private static String removal(Plugin plugin) {
        return plugin.installed() ? T.get("plugins.remove") : T.get("plugins.forget");
    }

    private void paintQuestion(Found found) {
        var offer = found.offer();
        boolean update = found.before().isPresent();
        page.title(update ? T.get("plugins.update.ask") : T.get("plugins.install.ask"));
        facts.say(TextStyle.STRONG, Token.TEXT, PluginFacts.inert(offer.name() + " " + offer.version()));
        found.before()
                .flatMap(Plugin::version)
                .ifPresent(it -> facts.say(TextStyle.BODY, Token.TEXT, T.get("plugins.replaces", "version", it)));
        if (found.replacesOwn()) facts.say(TextStyle.BODY, Token.TEXT, T.get("plugins.replaces.own"));
        facts.papers(
                offer.declares(),
                offer.publisher(),
                offer.accepted() ? T.get("plugins.trusted") : T.get("plugins.untrusted"),
                true);
        page.push("plugins.yes", update ? T.get("plugins.update") : T.get("plugins.yes"), Rank.MAIN, () -> put(found));
        page.push("plugins.no", update ? T.get("plugins.no.update") : T.get("plugins.no"), Rank.PLAIN, this::back);
    }

    private void paintRefusal(String sentence, Optional<Plugin> before) {
        page.title(T.get("plugins.refused.title"));
        facts.reason(sentence);
        facts.say(
                TextStyle.SMALL,
                Token.MUTED,
                before.isPresent() ? T.get("plugins.unchanged.before") : T.get("plugins.unchanged"));
        page.push("plugins.another", T.get("plugins.another"), Rank.MAIN, this::choose);
        page.push("plugins.refused.back", T.get("plugins.back"), Rank.PLAIN, this::back);
    }

    private void pressed(Thing row) {
        known.stream()
                .filter(plugin -> PluginFacts.key(plugin).equals(row.key()))
                .findFirst()
                .ifPresent(plugin -> turn(new Mode.Looking(plugin)));
    }

    private void choose() {
        var dialog = new FileDialog(page.control().getShell(), SWT.OPEN);
        dialog.setText(T.get("plugins.install"));
        dialog.setFilterNames(new String[] {T.get("plugins.files"), T.get("plugins.files.all")});
        dialog.setFilterExtensions(new String[] {"*.jar", "*"});
        @Nullable String chosen = dialog.open();
        if (chosen != null && !page.control().isDisposed()) inspect(Path.of(chosen));
    }

    private void inspect(Path jar) {
        if (mode instanceof Mode.Busy) return;
        var file = PluginFacts.inert(String.valueOf(jar.getFileName()));
        turn(new Mode.Busy(T.get("plugins.reading", "file", file)));
        plugins.inspect(
                jar,
                found -> {
                    if (!page.control().isDisposed()) turn(new Mode.Asking(found));
                },
                sentence -> refused(sentence, Optional.empty()));
    }

    private void put(Found found) {
        turn(new Mode.Busy(T.get("plugins.testing", "name", PluginFacts.inert(found.offer().name()))));
        var ran = found.before().filter(plugin -> plugin.state() == State.RUNNING);
        plugins.put(found, this::came, sentence -> refused(sentence, ran));
    }

    private void came(Plugin plugin) {
        if (page.control().isDisposed()) return;
        plugins.list(
                found -> {
                    if (page.control().isDisposed()) return;
                    answered = true;
                    known = found;
                    turn(new Mode.Looking(now(plugin).orElse(plugin)));
                },
                this::failed);
    }

    private void remove(Plugin plugin) {
        var name = PluginFacts.inert(plugin.name());
        turn(new Mode.Busy(T.get("plugins.removing", "name", name)));
        plugins.remove(
                plugin,
                () -> {
                    if (page.control().isDisposed()) return;
                    known = known.stream().filter(it -> !it.equals(plugin)).toList();
                    said =
                            plugin.installed()
                                    ? T.get("plugins.gone", "name", name)
                                    : T.get("plugins.forgotten", "name", name);
                    turn(new Mode.Listing());
                    show();
                },
                sentence -> {
                    if (page.control().isDisposed()) return;
                    turn(new Mode.Looking(plugin));
                    failed(sentence);
                });
    }

    private void refused(String sentence, Optional<Plugin> before) {
        if (!page.control().isDisposed()) turn(new Mode.Refused(sentence, before));
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        if (mode instanceof Mode.Busy) turn(new Mode.Listing());
        page.problem(Texts.sentence(sentence));
        page.layout();
    }

    private void takeJars() {
        var target = new DropTarget(page.control(), DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(new Transfer[] {FileTransfer.getInstance()});
        target.addDropListener(
                new DropTargetAdapter() {
                    @Override
                    public void dragEnter(DropTargetEvent event) {
                        if (event.detail == DND.DROP_DEFAULT) event.detail = DND.DROP_COPY;
                    }

                    @Override
                    public void drop(DropTargetEvent event) {
                        if (event.data instanceof String[] names && names.length > 0) inspect(Path.of(names[0]));
                    }
                });
    }
}
