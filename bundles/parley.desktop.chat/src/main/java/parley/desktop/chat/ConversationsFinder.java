package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;
import parley.desktop.api.text.Phrases;

import java.util.List;

/** Offers every line of the list of conversations to the finder. */
@Component
public final class ConversationsFinder implements FinderSource {

    private static final Phrases T = Phrases.of(ConversationsFinder.class);

    private final Desk desk;

    @Activate
    public ConversationsFinder(@Reference Desk desk) {
        this.desk = desk;
    }

    @Override
    public String kind() {
        return T.get("finder.conversation");
    }

    @Override
    public List<FinderEntry> entries() {
        return desk.scene().lines().stream()
                .map(line ->
                        new FinderEntry(
                                line.id(), line.title(), line.address(), () -> desk.open(desk.scene().of(line.id()))))
                .toList();
    }
}
