package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;

/** What sheets have no rows for: places to type, and a sentence that says what is wrong. */
final class Fields {

    /** Letters of a path that are taken. */
    private static final int LONGEST = 4096;

    private static final int GAP = 8;

    private Fields() {}

    /** A line to type in, with its name above; {@code entered} hears of Enter. */
    static Field line(Sheet sheet, String id, String name, Runnable entered) {
        var field = named(sheet, id, name, false, LONGEST);
        field.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR) entered.run();
                        });
        return field;
    }

    /** A place to type, with its name above: what is typed does not hide what it is. */
    static Field named(Sheet sheet, String id, String name, boolean many, int limit) {
        var label = sheet.sentence(name);
        ((GridData) label.getLayoutData()).verticalIndent = GAP;
        var field = new Field(sheet.column(), sheet.theme(), Token.BACKGROUND, id, "", many, limit);
        wide(field);
        field.text().setOrientation(SWT.LEFT_TO_RIGHT); // as paths and the words are
        field.text()
                .getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = name;
                            }
                        });
        return field;
    }

    /** Buttons in a row, set off from what is above. */
    static Composite row(Sheet sheet) {
        var row = sheet.row();
        ((GridData) row.getLayoutData()).verticalIndent = GAP;
        return row;
    }

    /** A sentence that says nothing yet, and what is wrong later. */
    static Label problem(Sheet sheet, String id) {
        var label = sheet.sentence("");
        label.setData("test.id", id);
        Theme theme = sheet.theme();
        theme.follow(label, () -> label.setForeground(theme.color(Token.BAD)));
        return label;
    }

    /** Has {@code control} take the width of the column. */
    static GridData wide(Control control) {
        var data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.widthHint = 1;
        control.setLayoutData(data);
        return data;
    }
}
