package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Pictures;
import parley.desktop.api.Settings;
import parley.desktop.api.text.Phrases;

import java.nio.file.Path;
import java.util.List;

/**
 * What goes out in place of the files that a person has chosen: pictures without what their cameras wrote into them,
 * unless they want otherwise. Blocks; for a virtual thread.
 */
@Component(service = Outgoing.class)
public final class Outgoing {

    private static final Phrases T = Phrases.of(Outgoing.class);

    /** {@code no} sends pictures as they are. */
    static final String BARE = "pictures.bare";

    private final Settings settings;
    private final Pictures pictures;

    @Activate
    public Outgoing(@Reference Settings settings, @Reference Pictures pictures) {
        this.settings = settings;
        this.pictures = pictures;
    }

    /**
     * What goes out for each of {@code files}.
     *
     * @throws CommandException as {@link Pictures#bare} does: then nothing goes out
     */
    List<Path> of(List<Path> files) throws CommandException {
        boolean asTheyAre = settings.get(BARE, "yes").equals("no");
        return asTheyAre ? files : pictures.bare(files, T.get("outgoing.where"));
    }
}
