package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Exports.Format;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;
import parley.protocol.text.Inert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;

/** A copy of a conversation in a file that nothing protects: what that means, for whom it is, and where it goes. */
final class ExportPage {

    private static final Phrases T = Phrases.of(ExportPage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final ExportDesk exports;
    private final Label outcome;
    private @Nullable Conversation open;
    private Format format = Format.HTML;
    private Path folder = Path.of(System.getProperty("user.home"));

    /** What came of the copy that was asked for last; empty if nothing yet. */
    private String done = "";

    private String problem = "";

    ExportPage(Composite parent, Desk desk, ExportDesk exports, Theme theme) {
        this.desk = desk;
        this.exports = exports;
        page = new MiddlePage(parent, theme, "export", "export.back", T.get("pin.back"), this::back);
        page.title(T.get("export.title"));
        Texts.say(page.label(TextStyle.BODY, Token.TEXT), T.get("export.what"));
        Texts.say(page.label(TextStyle.STRONG, Token.TEXT), T.get("export.bare"));
        var column = new Composite(page.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        Proofs.wide(column);
        var choices = new Sheet(column, theme, () -> {});
        choices.heading(T.get("export.how"));
        var names = new LinkedHashMap<String, String>();
        names.put(Format.HTML.name(), T.get("export.html"));
        names.put(Format.TEXT.name(), T.get("export.text"));
        names.put(Format.JSON.name(), T.get("export.json"));
        choices.choices("export.format", names, format.name(), chosen -> format = Format.valueOf(chosen));
        outcome = page.label(TextStyle.BODY, Token.TEXT);
        outcome.setData("test.id", "export.outcome");
        page.push("export.save", T.get("export.save"), Rank.MAIN, this::save);
    }

    Composite control() {
        return page.control();
    }

    /** Shows what a copy of {@code conversation} is. */
    void show(Conversation conversation) {
        boolean same = about(conversation.id());
        open = conversation;
        if (same) return;
        done = "";
        problem = "";
        show();
    }

    private void show() {
        boolean saving = exports.saving().filter(this::about).isPresent();
        Texts.sayOrHide(outcome, saving ? T.get("export.running") : done);
        page.problem(problem);
        page.layout();
    }

    private boolean about(ConversationId id) {
        return !page.control().isDisposed() && open != null && open.id().equals(id);
    }

    private void save() {
        var talk = open;
        if (talk == null) return;
        done = "";
        problem = exports.saving().isPresent() ? Texts.sentence(T.get("export.busy")) : "";
        if (problem.isEmpty()) ask(talk);
        if (about(talk.id())) show();
    }

    private void ask(Conversation talk) {
        var near = ExportFile.free(folder, desk.scene().titles().of(talk), format);
        var chosen = exports.ask(page.control().getShell(), near).map(file -> ExportFile.whole(file, format));
        if (chosen.isEmpty() || !about(talk.id())) return;
        folder = Objects.requireNonNullElse(chosen.get().toAbsolutePath().getParent(), folder);
        exports.save(
                talk.id(),
                format,
                chosen.get(),
                file -> heard(talk.id(), T.get("export.done", "file", Inert.line(file.toString())), ""),
                sentence -> heard(talk.id(), "", Texts.sentence(Inert.line(sentence))));
    }

    /** What came of it is said here, or at the foot of the window where the person has gone on. */
    private void heard(ConversationId id, String written, String why) {
        if (!about(id) || !page.control().isVisible()) exports.elsewhere(written + why);
        if (!about(id)) return;
        done = written;
        problem = why;
        show();
    }

    private void back() {
        var talk = open;
        if (talk != null) desk.open(new Selected.Talk(talk.id()));
    }
}
