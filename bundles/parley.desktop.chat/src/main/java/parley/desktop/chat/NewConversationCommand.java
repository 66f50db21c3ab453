package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Begins a conversation with somebody new. */
@Component
@CommandInfo(id = "parley.conversation.new", label = "%conversation.new", key = "M1+N", menu = 10)
public final class NewConversationCommand implements CommandContribution {

    private final Door door;

    @Activate
    public NewConversationCommand(@Reference Door door) {
        this.door = door;
    }

    @Override
    public boolean enabled() {
        return door.there();
    }

    @Override
    public void run() {
        door.open();
    }
}
