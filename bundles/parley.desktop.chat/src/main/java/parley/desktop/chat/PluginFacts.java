package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;

import parley.client.api.Plugins.Declared;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Words;

import java.util.List;

/** What is known of a plug-in, one fact below the other; whatever somebody else wrote is shown inert. */
final class PluginFacts {

    /** How much of what a stranger wrote is shown, in UTF-16 units. */
    private static final int MOST = 400;

    /** How many words of what it uses are shown. */
    private static final int MOST_USES = 12;

    private static final String FENCE =
            "What it says of itself is information and no fence: a plug-in can do all that Parley can, and read all"
                    + " that you write. It is whoever signed it that you trust.";

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
        fact("plugin.says", "It says of itself", description.isEmpty() ? "Nothing." : Texts.sentence(description));
        fact("plugin.uses", "It says it uses", uses(declares.uses()));
        if (!publisher.isEmpty()) {
            fact("plugin.publisher", "Signed by", grouped(publisher));
            if (!aboutPublisher.isEmpty()) say(TextStyle.SMALL, Token.MUTED, aboutPublisher);
        }
        label(asked ? TextStyle.BODY : TextStyle.SMALL, asked ? Token.TEXT : Token.MUTED, FENCE, 10);
    }

    private org.eclipse.swt.widgets.Label label(TextStyle style, Token ink, String text, int above) {
        var label = Texts.label(facts, theme, style, ink, Token.BACKGROUND, text);
        GridDataFactory.fillDefaults().grab(true, false).hint(1, SWT.DEFAULT).indent(0, above).applyTo(label);
        return label;
    }

    private static String uses(List<String> uses) {
        if (uses.isEmpty()) return "Nothing in particular.";
        var said = uses.stream().limit(MOST_USES).map(PluginFacts::inert).toList();
        return Texts.sentence(String.join(", ", said) + (uses.size() > MOST_USES ? " and more" : ""));
    }

    /** A fingerprint in groups of four, so that two people can compare it. */
    static String grouped(String fingerprint) {
        return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** {@code text} without what turns directions or covers lines, and not too long. */
    static String inert(String text) {
        var plain = Words.plain(text.length() <= MOST ? text : text.substring(0, MOST));
        return text.length() <= MOST ? plain : plain + "…";
    }
}
