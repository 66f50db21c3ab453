package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Offers what a misspelt word could be. */
@Component(service = CommandContribution.class)
@CommandInfo(id = "parley.spelling.correct", label = "%command.correct", key = "M1+.")
public final class CorrectCommand implements CommandContribution {

    private final SpellingDesk spelling;

    @Activate
    public CorrectCommand(@Reference SpellingDesk spelling) {
        this.spelling = spelling;
    }

    @Override
    public boolean enabled() {
        return spelling.canCorrect();
    }

    @Override
    public void run() {
        spelling.correct();
    }
}
