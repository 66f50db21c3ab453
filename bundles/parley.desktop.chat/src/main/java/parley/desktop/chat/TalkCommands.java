package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

import java.time.Instant;
import java.util.Optional;

/** What can be done by a key to the conversation that the keyboard is at in the list, or else to the open one. */
final class TalkCommands {

    private TalkCommands() {}

    /** Something to be done to a conversation. */
    private abstract static class TalkCommand implements CommandContribution {

        private final Desk desk;

        TalkCommand(Desk desk) {
            this.desk = desk;
        }

        abstract void run(Desk desk, Conversation talk);

        @Override
        public final boolean enabled() {
            return desk.scene().aimed().isPresent();
        }

        @Override
        public final void run() {
            desk.scene().aimed().ifPresent(talk -> run(desk, talk));
        }
    }

    /** Keeps it above the others, or no more. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.pin", label = "%command.talk.pin", key = "M1+M2+I")
    public static final class Pin extends TalkCommand {

        @Activate
        public Pin(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            desk.settings().pin(talk.id(), talk.settings().pinned() == 0);
        }
    }

    /** Is not disturbed by it, or is again. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.mute", label = "%command.talk.mute", key = "M1+M2+M")
    public static final class Mute extends TalkCommand {

        @Activate
        public Mute(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            if (talk.settings().isMuted(Instant.now())) desk.settings().unmute(talk.id());
            else desk.settings().mute(talk.id(), Optional.empty());
        }
    }

    /** Puts it away, or takes it up again. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.archive", label = "%command.talk.archive", key = "M1+M2+A")
    public static final class Archive extends TalkCommand {

        @Activate
        public Archive(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            desk.settings().archive(talk.id(), !talk.settings().archived());
        }
    }

    /** Marks it to be looked at again, or as read. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.unread", label = "%command.talk.unread", key = "M1+M2+R")
    public static final class Unread extends TalkCommand {

        @Activate
        public Unread(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            if (talk.unread() > 0 || talk.settings().markedUnread()) desk.markRead(talk.id());
            else desk.settings().toRead(talk.id());
        }
    }

    /** Shows what is pinned there. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.pinned", label = "%command.talk.pinned", key = "M1+P")
    public static final class Pinned extends TalkCommand {

        @Activate
        public Pinned(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            desk.open(new Selected.Pins(talk.id()));
        }
    }

    /** Shows how long its messages last. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.lasting", label = "%command.talk.lasting")
    public static final class Lasting extends TalkCommand {

        @Activate
        public Lasting(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            if (talk.kind() != Kind.LOCAL) desk.open(new Selected.Lasting(talk.id()));
        }
    }

    /** Shows the way that its messages take. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.path", label = "%command.talk.path")
    public static final class Path extends TalkCommand {

        @Activate
        public Path(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            desk.open(new Selected.Path(talk.id()));
        }
    }

    /** Shows how a copy of it is saved. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.talk.export", label = "%command.talk.export")
    public static final class Export extends TalkCommand {

        @Activate
        public Export(@Reference Desk desk) {
            super(desk);
        }

        @Override
        void run(Desk desk, Conversation talk) {
            desk.open(new Selected.Export(talk.id()));
        }
    }
}
