package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import parley.client.api.Verification.Standing;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.text.Phrases;

import java.util.Optional;

/** The part of a page by which somebody's key is compared: the number, the code, and a field for theirs. */
final class Proofs {

    private static final Phrases T = Phrases.of(Proofs.class);

    /** Letters of a code that is pasted. */
    private static final int CODE = 300;

    private final Label heading;
    private final Label how;
    private final SafetyCard number;
    private final Field code;
    private final PushRow row;

    Proofs(MiddlePage page, Theme theme) {
        heading = page.label(TextStyle.STRONG, Token.TEXT);
        ((GridData) heading.getLayoutData()).verticalIndent = 10;
        how = page.label(TextStyle.SMALL, Token.MUTED);
        number = new SafetyCard(page.body(), theme, "contact.number");
        wide(number);
        code = new Field(page.body(), theme, Token.BACKGROUND, "contact.code", T.get("proofs.code"), false, CODE);
        wide(code);
        row = page.row();
    }

    static void wide(Control control) {
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
    }

    /** Shows {@code control}, or has it take no room. */
    static void there(Control control, boolean there) {
        control.setVisible(there);
        ((GridData) control.getLayoutData()).exclude = !there;
    }

    /** Where the buttons for comparing stand. */
    PushRow row() {
        return row;
    }

    /** Takes the keyboard to the empty field for their code. */
    void ask() {
        code.text().setText("");
        code.setFocus();
    }

    /** What stands in the field. */
    String code() {
        return code.text().getText();
    }

    /**
     * @param known how it stands, once that was read
     * @param name of whom it is about, as it stands within a sentence
     * @param asking whether a code of theirs is asked for
     */
    void show(Optional<Standing> known, String name, boolean asking) {
        var changed = known.flatMap(Standing::changed);
        var title = changed.isPresent() ? T.get("proofs.number.new") : T.get("proofs.number");
        Texts.sayOrHide(heading, known.isPresent() ? title : "");
        Texts.sayOrHide(how, known.isPresent() ? T.get("proofs.how", "name", name) : "");
        there(number, known.isPresent());
        there(code, asking);
        if (changed.isPresent()) number.show(changed.get().number(), Optional.empty());
        else known.ifPresent(it -> number.show(it.number(), Optional.of(it.code())));
    }
}
