package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Shows how a copy of the conversation that the keyboard is at in the list, or else of the open one, is saved. */
@Component
@CommandInfo(id = ExportCommand.ID, label = "%command.talk.export")
public final class ExportCommand implements CommandContribution {

    static final String ID = "parley.talk.export";

    private final Desk desk;

    @Activate
    public ExportCommand(@Reference Desk desk) {
        this.desk = desk;
    }

    @Override
    public boolean enabled() {
        return desk.scene().aimed().isPresent();
    }

    @Override
    public void run() {
        desk.scene().aimed().ifPresent(talk -> desk.open(new Selected.Export(talk.id())));
    }
}
