package parley.desktop.chat;

import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Exports;
import parley.client.api.Exports.Format;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Saves copies of conversations, one at a time, and goes on while the person looks at something else. What writes them
 * may come and go. Once the profile is locked nobody hears what came of a copy. For the UI thread.
 */
@Component(service = ExportDesk.class, reference = @Reference(name = "access", service = AppLock.Access.class))
public final class ExportDesk {

    private static final Phrases T = Phrases.of(ExportDesk.class);

    private final UiThread ui;
    private final Notices notices;
    private final ExportFile.Choice choice;
    private volatile @Nullable Exports exports;
    private volatile boolean closed;
    private @Nullable ConversationId saving;

    @Activate
    public ExportDesk(@Reference UiThread ui, @Reference Notices notices) {
        this(ui, notices, ExportFile::dialog);
    }

    /** With another way to choose files than the dialog of the system. */
    ExportDesk(UiThread ui, Notices notices, ExportFile.Choice choice) {
        this.ui = ui;
        this.notices = notices;
        this.choice = choice;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setExports(Exports there) {
        exports = there;
    }

    void unsetExports(Exports gone) {
        if (exports == gone) exports = null;
    }

    @Deactivate
    void close() {
        closed = true;
    }

    /** The conversation that is being saved. */
    Optional<ConversationId> saving() {
        return Optional.ofNullable(saving);
    }

    /** Asks the person for a file. */
    Optional<Path> ask(Shell shell, Path near) {
        return choice.ask(shell, near);
    }

    /** Begins to save {@code conversation}, while nothing else is being saved; one of both hears what came of it. */
    void save(ConversationId conversation, Format format, Path file, Consumer<Path> done, Consumer<String> failed) {
        saving = conversation;
        Errand<Path> errand =
                () -> {
                    var there = exports;
                    if (there == null) throw new CommandException(Code.NOT_FOUND, T.get("export.off"));
                    return there.export(conversation, format, file);
                };
        errand.start(ui, written -> over(done, written), sentence -> over(failed, sentence));
    }

    private <O> void over(Consumer<O> hears, O outcome) {
        saving = null;
        if (!closed) hears.accept(outcome);
    }

    /** Says at the foot of the window what came of a copy, for a person who looks at something else by then. */
    void elsewhere(String sentence) {
        notices.notice(sentence);
    }
}
