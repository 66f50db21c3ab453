package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

/** What went wrong lately, to look at and to hand to somebody who can help. */
@Component
@PreferencePageInfo(id = "parley.log", title = "%log.title", words = "%log.words")
@ServiceRanking(10)
public final class LogPage implements PreferencePage {

    private static final Phrases T = Phrases.of(LogPage.class);
    private static final int HIGH = 240;

    private final LogKeeper keeper;

    @Activate
    public LogPage(@Reference LogKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.sentence(T.get("log.about"));
        var lines = keeper.lines();
        var text = new StyledText(sheet.column(), SWT.MULTI | SWT.READ_ONLY | SWT.V_SCROLL | SWT.WRAP);
        text.setData("test.id", "log.text");
        text.setText(lines.isEmpty() ? T.get("log.nothing") : String.join("\n", lines));
        text.setTopIndex(text.getLineCount() - 1);
        text.setMargins(12, 10, 12, 10);
        text.setCaret(null);
        Spoken.as(text, text::getText);
        var theme = sheet.theme();
        theme.follow(
                text,
                () -> {
                    text.setBackground(theme.color(Token.RAISED));
                    text.setForeground(theme.color(Token.TEXT));
                    text.setFont(theme.font(lines.isEmpty() ? TextStyle.BODY : TextStyle.MONO));
                });
        sheet.grow(text, HIGH);
        var row = sheet.row();
        Runnable copying = () -> Words.copy(text.getDisplay(), text.getText());
        var copy = sheet.push(row, "log.copy", T.get("log.copy"), Rank.MAIN, copying);
        copy.setEnabled(!lines.isEmpty());
    }
}
