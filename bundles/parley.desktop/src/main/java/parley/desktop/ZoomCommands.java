package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Make the letters larger and smaller. */
final class ZoomCommands {

    private ZoomCommands() {}

    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.zoom.in", label = "%command.zoom.in", key = "M1++")
    public static final class In implements CommandContribution {

        private final Themes themes;

        @Activate
        public In(@Reference Themes themes) {
            this.themes = themes;
        }

        @Override
        public boolean enabled() {
            return themes.zoom() < Themes.LARGEST;
        }

        @Override
        public void run() {
            themes.zoom(Themes.STEP);
        }
    }

    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.zoom.out", label = "%command.zoom.out", key = "M1+-")
    public static final class Out implements CommandContribution {

        private final Themes themes;

        @Activate
        public Out(@Reference Themes themes) {
            this.themes = themes;
        }

        @Override
        public boolean enabled() {
            return themes.zoom() > Themes.SMALLEST;
        }

        @Override
        public void run() {
            themes.zoom(-Themes.STEP);
        }
    }

    @Component(service = CommandContribution.class)
    @CommandInfo(id = "parley.zoom.usual", label = "%command.zoom.usual", key = "M1+0")
    public static final class Usual implements CommandContribution {

        private final Themes themes;

        @Activate
        public Usual(@Reference Themes themes) {
            this.themes = themes;
        }

        @Override
        public void run() {
            themes.unzoom();
        }
    }
}
