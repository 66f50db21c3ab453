package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.chat.emoji.EmojiMemory;

/** What helps a person to write, besides the keyboard. */
@Component(service = WritingAids.class)
public final class WritingAids {

    private final Pastes pastes;
    private final Outgoing outgoing;
    private final EmojiMemory emoji;
    private final SpellingDesk spelling;

    @Activate
    public WritingAids(
            @Reference Pastes pastes,
            @Reference Outgoing outgoing,
            @Reference EmojiMemory emoji,
            @Reference SpellingDesk spelling) {
        this.pastes = pastes;
        this.outgoing = outgoing;
        this.emoji = emoji;
        this.spelling = spelling;
    }

    Pastes pastes() {
        return pastes;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    EmojiMemory emoji() {
        return emoji;
    }

    SpellingDesk spelling() {
        return spelling;
    }
}
