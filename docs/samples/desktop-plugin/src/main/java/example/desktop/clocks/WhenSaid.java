package example.desktop.clocks;

import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Message;
import parley.desktop.api.MenuContribution;
import parley.desktop.api.MenuInfo;
import parley.desktop.api.Settings;

/** An entry in the menu of each message: copies what the clocks showed when it was said. */
@Component
@MenuInfo(label = "Copy its time in other cities", of = Message.class)
public final class WhenSaid implements MenuContribution<Message> {

    private final Settings settings;

    @Activate
    public WhenSaid(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run(Message message) {
        var clocks = String.join(", ", ClocksView.clocks(message.at(), Clocks.twelve(settings)));
        var clipboard = new Clipboard(Display.getCurrent());
        clipboard.setContents(new Object[] {clocks}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }
}
