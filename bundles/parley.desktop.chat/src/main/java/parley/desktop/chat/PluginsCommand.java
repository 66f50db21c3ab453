package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Shows the plug-ins. */
@Component
@CommandInfo(id = "parley.plugins.show", label = "%plugins.title", key = "M1+M2+P", menu = 70)
public final class PluginsCommand implements CommandContribution {

    private final Desk desk;
    private final PluginDesk plugins;

    @Activate
    public PluginsCommand(@Reference Desk desk, @Reference PluginDesk plugins) {
        this.desk = desk;
        this.plugins = plugins;
    }

    @Override
    public boolean enabled() {
        return plugins.there();
    }

    @Override
    public void run() {
        desk.open(new Selected.Plugins());
    }
}
