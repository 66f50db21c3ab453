package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Looks for what was said. */
final class SearchCommands {

    private SearchCommands() {}

    /** Everywhere. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.search", label = "%search.all", key = "M1+M2+F")
    public static final class All implements CommandContribution {

        private final SearchDesk search;

        @Activate
        public All(@Reference SearchDesk search) {
            this.search = search;
        }

        @Override
        public boolean enabled() {
            return search.there();
        }

        @Override
        public void run() {
            search.begin(false);
        }
    }

    /** In the conversation that stands open. */
    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.search.here", label = "%search.here", key = "M1+F")
    public static final class Here implements CommandContribution {

        private final SearchDesk search;
        private final Desk desk;

        @Activate
        public Here(@Reference SearchDesk search, @Reference Desk desk) {
            this.search = search;
            this.desk = desk;
        }

        @Override
        public boolean enabled() {
            return search.there() && desk.scene().selected() instanceof Selected.Talk;
        }

        @Override
        public void run() {
            search.begin(true);
        }
    }
}
