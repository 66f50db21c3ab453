package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Whether there is to be a link to the relay. */
final class LinkCommands {

    private LinkCommands() {}

    /** Takes it down until somebody wants it again. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.link.offline", label = "%command.link.offline")
    public static final class Offline implements CommandContribution {

        private final Desk desk;

        @Activate
        public Offline(@Reference Desk desk) {
            this.desk = desk;
        }

        @Override
        public boolean enabled() {
            return desk.scene().account().isPresent() && !desk.staysOffline();
        }

        @Override
        public void run() {
            desk.stayOffline(true);
        }
    }

    /** Has it come up again. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.link.online", label = "%command.link.online")
    public static final class Online implements CommandContribution {

        private final Desk desk;

        @Activate
        public Online(@Reference Desk desk) {
            this.desk = desk;
        }

        @Override
        public boolean enabled() {
            return desk.staysOffline();
        }

        @Override
        public void run() {
            desk.stayOffline(false);
        }
    }
}
