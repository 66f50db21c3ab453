package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;

import parley.client.api.Plugins.Declared;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Listed;

import java.util.List;
import java.util.Optional;

/** What is known of a plug-in, one fact below the other; whatever somebody else wrote is shown inert. */
final class PluginFacts {

    private static final Phrases T = Phrases.of(PluginFacts.class);

    /** How much of what a stranger wrote is shown, in UTF-16 units. */
    private static final int MOST = 400;

    /** How many words of what it uses are shown. */
    private static final int MOST_USES = 12;

    /** Hex digits of a key in a row: enough to tell one from another, not to compare them. */
    private static final int KEY = 16;

    private final Composite facts;
    private final Theme theme;

    PluginFacts(Composite parent, Theme theme) {
        this.theme = theme;
        facts = new Composite(parent, SWT.NONE);
        facts.setData("test.id", "plugin.facts");
        var layout = new GridLayout(1, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 4;
        facts.setLayout(layout);
        theme.follow(facts, () -> facts.setBackground(theme.color(Token.BACKGROUND)));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(facts);
    }

    /** Takes away what was there. */
    void clear() {
        for (var old : facts.getChildren()) old.dispose();
    }

    /** Shows nothing, and takes no room, unless {@code there}. */
    void there(boolean there) {
        facts.setVisible(there);
        ((GridData) facts.getLayoutData()).exclude = !there;
    }

    void say(TextStyle style, Token ink, String text) {
        label(style, ink, text, 0);
    }

    /** A heading and what stands under it. */
    void fact(String id, String heading, String text) {
        label(TextStyle.SMALL_STRONG, Token.MUTED, heading, 10);
        label(TextStyle.BODY, Token.TEXT, text, 0).setData("test.id", id);
    }

    /**
     * What it says of itself, who signed it, and what that means.
     *
     * @param asked whether the person is about to say yes to it
     */
    void papers(Declared declares, String publisher, String aboutPublisher, boolean asked) {
        var description = inert(declares.description());
        var says = description.isEmpty() ? T.get("plugins.says.nothing") : Texts.sentence(description);
        fact("plugin.says", T.get("plugins.says"), says);
        fact("plugin.uses", T.get("plugins.uses"), uses(declares.uses()));
        if (!publisher.isEmpty()) {
            fact("plugin.publisher", T.get("plugins.signer"), grouped(publisher));
            if (!aboutPublisher.isEmpty()) say(TextStyle.SMALL, Token.MUTED, aboutPublisher);
        }
        var fence = T.get("plugins.fence");
        label(asked ? TextStyle.BODY : TextStyle.SMALL, asked ? Token.TEXT : Token.MUTED, fence, 10);
    }

    /** Why it is not used: the cause, and what can be done. */
    void reason(String sentence) {
        var plain = inert(sentence);
        int cut = plain.lastIndexOf("; ");
        say(TextStyle.STRONG, Token.TEXT, Texts.sentence(cut < 0 ? plain : plain.substring(0, cut)));
        if (cut >= 0) say(TextStyle.BODY, Token.TEXT, Texts.sentence(plain.substring(cut + 2)));
    }

    private org.eclipse.swt.widgets.Label label(TextStyle style, Token ink, String text, int above) {
        var label = Texts.label(facts, theme, style, ink, Token.BACKGROUND, text);
        GridDataFactory.fillDefaults().grab(true, false).hint(1, SWT.DEFAULT).indent(0, above).applyTo(label);
        return label;
    }

    private static String uses(List<String> uses) {
        if (uses.isEmpty()) return T.get("plugins.uses.nothing");
        var said = Listed.of(uses.stream().limit(MOST_USES).map(PluginFacts::inert).toList());
        return Texts.sentence(uses.size() > MOST_USES ? T.get("plugins.uses.more", "uses", said) : said);
    }

    /** A fingerprint in groups of four, so that two people can compare it. */
    static String grouped(String fingerprint) {
        return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** What tells the row of {@code plugin} from others: jars that were not taken in may share a name. */
    static String key(Plugin plugin) {
        if (plugin.installed()) return plugin.name();
        return String.join("\n", plugin.name(), plugin.version().orElse(""), plugin.reason().orElse(""));
    }

    /** The row of {@code plugin} in a list. */
    static Thing row(Plugin plugin) {
        boolean runs = plugin.state() == State.RUNNING, refused = plugin.state() == State.REFUSED;
        return new Thing(
                key(plugin),
                refused ? Icons.WARNING : Icons.PLUGIN,
                runs ? Token.GOOD : refused ? Token.BAD : Token.MUTED,
                inert(plugin.name()),
                origin(plugin.version(), plugin.publisher().map(it -> it.substring(0, Math.min(KEY, it.length())))),
                state(plugin.state()),
                true);
    }

    private static String origin(Optional<String> version, Optional<String> key) {
        if (version.isEmpty())
            return key.map(it -> T.get("plugins.row.signed", "key", it)).orElseGet(() -> T.get("plugins.row.unsigned"));
        var number = inert(version.get());
        return key.map(it -> T.get("plugins.row.version.signed", "version", number, "key", it))
                .orElseGet(() -> T.get("plugins.row.version.unsigned", "version", number));
    }

    /** How it stands with a plug-in, in a word or two. */
    static String state(State state) {
        return switch (state) {
            case RUNNING -> T.get("plugins.running");
            case WAITING -> T.get("plugins.waiting");
            case REFUSED -> T.get("plugins.refused");
            case STOPPED -> T.get("plugins.stopped");
        };
    }

    /** {@code text} without what turns directions or covers lines, and not too long. */
    static String inert(String text) {
        var plain = Words.plain(text.length() <= MOST ? text : text.substring(0, MOST));
        return text.length() <= MOST ? plain : plain + "…";
    }
}
