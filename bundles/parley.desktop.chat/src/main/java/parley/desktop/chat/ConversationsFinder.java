package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;

import java.util.List;

/** Offers every line of the list of conversations to the finder. */
@Component
public final class ConversationsFinder implements FinderSource {

    private final Desk desk;

    @Activate
    public ConversationsFinder(@Reference Desk desk) {
        this.desk = desk;
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
