package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.chat.timeline.Said;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What can be done by a key to the message that the keyboard is at, and to what is being written. Their keys are
 * letters: each passes on to where one writes while it can do nothing.
 */
final class MessageCommands {

    private MessageCommands() {}

    /** Something to be done in the conversation that is shown. */
    private abstract static class TalkCommand implements CommandContribution {

        private final Desk desk;
        private final Predicate<Scene.TalkWatcher> can;
        private final Consumer<Scene.TalkWatcher> done;

        TalkCommand(Desk desk, Predicate<Scene.TalkWatcher> can, Consumer<Scene.TalkWatcher> done) {
            this.desk = desk;
            this.can = can;
            this.done = done;
        }

        TalkCommand(Desk desk, Said.Act act) {
            this(desk, talk -> talk.can(act), talk -> talk.act(act));
        }

        @Override
        public final boolean enabled() {
            return desk.scene().talk().filter(can).isPresent();
        }

        @Override
        public final void run() {
            desk.scene().talk().ifPresent(done);
        }
    }

    /** Answers it. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.reply", label = "%command.message.reply", key = "R")
    public static final class Reply extends TalkCommand {

        @Activate
        public Reply(@Reference Desk desk) {
            super(desk, Said.Act.REPLY);
        }
    }

    /** Offers emoji for it. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.react", label = "%command.message.react", key = "+")
    public static final class React extends TalkCommand {

        @Activate
        public React(@Reference Desk desk) {
            super(desk, Said.Act.REACT);
        }
    }

    /** Takes up its words. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.edit", label = "%command.message.edit", key = "E")
    public static final class Edit extends TalkCommand {

        @Activate
        public Edit(@Reference Desk desk) {
            super(desk, Said.Act.EDIT);
        }
    }

    /** Asks for whom it is to be deleted. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.delete", label = "%command.message.delete", key = "DEL")
    public static final class Delete extends TalkCommand {

        @Activate
        public Delete(@Reference Desk desk) {
            super(
                    desk,
                    talk -> talk.can(Said.Act.ERASE),
                    talk -> talk.act(talk.can(Said.Act.DELETE) ? Said.Act.DELETE : Said.Act.ERASE));
        }
    }

    /** Takes up the words that were said last, where nothing is written yet. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.edit.last", label = "%command.message.last", key = "ARROW_UP")
    public static final class EditLast extends TalkCommand {

        @Activate
        public EditLast(@Reference Desk desk) {
            super(desk, Scene.TalkWatcher::canEditLast, Scene.TalkWatcher::editLast);
        }
    }

    /** Says it once more elsewhere. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.forward", label = "%command.message.forward", key = "F")
    public static final class Forward extends TalkCommand {

        @Activate
        public Forward(@Reference Desk desk) {
            super(desk, Said.Act.FORWARD);
        }
    }

    /** Keeps it at hand, or no more. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.pin", label = "%command.message.pin", key = "P")
    public static final class Pin extends TalkCommand {

        @Activate
        public Pin(@Reference Desk desk) {
            super(
                    desk,
                    talk -> talk.can(Said.Act.PIN) || talk.can(Said.Act.UNPIN),
                    talk -> talk.act(talk.can(Said.Act.UNPIN) ? Said.Act.UNPIN : Said.Act.PIN));
        }
    }

    /** Offers days to go to. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.day", label = "%command.message.day", key = "M1+G")
    public static final class Day extends TalkCommand {

        @Activate
        public Day(@Reference Desk desk) {
            super(desk, talk -> desk.scene().selected() instanceof Selected.Talk, Scene.TalkWatcher::days);
        }
    }

    /** Goes to the first message that was not read. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.news", label = "%command.message.news", key = "M1+M2+G")
    public static final class News extends TalkCommand {

        @Activate
        public News(@Reference Desk desk) {
            super(desk, Scene.TalkWatcher::canGoToNews, Scene.TalkWatcher::toNews);
        }
    }

    /** Leaves a question, a reply or an edit. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.message.cancel", label = "%command.message.cancel", key = "ESC")
    public static final class Cancel extends TalkCommand {

        @Activate
        public Cancel(@Reference Desk desk) {
            super(desk, Scene.TalkWatcher::canCancel, Scene.TalkWatcher::cancel);
        }
    }
}
