package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.api.text.Phrases;

/** Has others told that one is away until one says otherwise, or that one is back. */
@Component
@CommandInfo(id = AwayCommand.ID, label = "%command.away", menu = 22)
public final class AwayCommand implements CommandContribution {

    private static final Phrases T = Phrases.of(AwayCommand.class);

    static final String ID = "parley.presence.away";

    private final Desk desk;

    @Activate
    public AwayCommand(@Reference Desk desk) {
        this.desk = desk;
    }

    @Override
    public boolean enabled() {
        return desk.scene().account().isPresent();
    }

    @Override
    public void run() {
        desk.people()
                .presences(
                        presences -> presences.away(!presences.own().away()),
                        own -> {
                            desk.notice(T.get(own.away() ? "presence.now.away" : "presence.now.back"));
                            desk.presence(); // and the own page may be open
                        },
                        desk::notice);
    }
}
