package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.chat.emoji.EmojiMemory;

/** What helps a person to write, besides the keyboard. */
@Component(service = WritingAids.class)
public final class WritingAids {

    private final Pastes pastes;
    private final EmojiMemory emoji;

    @Activate
    public WritingAids(@Reference Pastes pastes, @Reference EmojiMemory emoji) {
        this.pastes = pastes;
        this.emoji = emoji;
    }

    Pastes pastes() {
        return pastes;
    }

    EmojiMemory emoji() {
        return emoji;
    }
}
