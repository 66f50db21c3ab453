package parley.echo;

import org.osgi.service.component.annotations.Component;

import parley.client.api.chat.Companion;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Content.Text;

import java.util.List;

/** Says what is said to it, hands files back, and thinks of a message what its reader thinks. */
@Component
public final class Echo implements Companion {

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Content> answers(MessageId id, Content said) {
        return switch (said) {
            case Text text -> List.of(new Text(text.body()));
            case FileOffer offer -> List.of(offer);
            case Reaction(var message, var emoji, var set) -> List.of(new Reaction(message, emoji, set));
            default -> List.of();
        };
    }
}
