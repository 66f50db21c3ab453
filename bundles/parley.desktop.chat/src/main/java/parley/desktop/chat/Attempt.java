package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.text.Phrases;

import java.util.function.Consumer;

/** Something that may fail; whoever asked for it always hears that it did. */
@FunctionalInterface
interface Attempt {

    System.Logger log = System.getLogger(Attempt.class.getName());

    Phrases T = Phrases.of(Attempt.class);

    void run() throws CommandException;

    /** Runs it, and hands over why it failed, also where nobody foresaw that. */
    default void orElse(Consumer<CommandException> failed) {
        try {
            run();
        } catch (CommandException e) {
            failed.accept(e);
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "What the window was asked for failed", e);
            failed.accept(new CommandException(Code.INTERNAL, T.get("attempt.failed"), e));
        }
    }
}
