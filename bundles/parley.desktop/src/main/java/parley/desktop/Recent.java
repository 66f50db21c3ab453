package parley.desktop;

import parley.desktop.Finder.Found;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was chosen in the finder, the last first. Commands are remembered in the profile's settings. All else is for as
 * long as the process runs only: the settings lie in the clear beside what the profile seals, and whoever has the disk
 * would read there with whom a person talks. For the UI thread.
 */
final class Recent {

    /** How many are remembered. */
    static final int MOST = 20;

    private static final String COMMANDS = "finder.commands";

    /** Under which earlier versions remembered conversations as well. */
    private static final String EVERYTHING = "finder.recent";

    private record Used(String id, boolean command) {}

    private final Preferences preferences;
    private final List<Used> all = new ArrayList<>();

    Recent(Preferences preferences) {
        this.preferences = preferences;
        if (preferences.has(EVERYTHING)) {
            preferences.forget(EVERYTHING);
            preferences.save();
        }
        commands().map(id -> new Used(id, true)).limit(MOST).forEach(all::add);
    }

    private Stream<String> commands() {
        return Stream.of(preferences.get(COMMANDS, "").split(" ")).filter(id -> !id.isEmpty());
    }

    /** Remembers that {@code found} was chosen. */
    void used(Found found) {
        var used = new Used(found.id(), found.command());
        all.remove(used);
        all.addFirst(used);
        if (all.size() > MOST) all.removeLast();
        if (!found.command() || found.id().indexOf(' ') >= 0) return; // a blank would make two of it
        var changed = Stream.concat(Stream.of(found.id()), commands().filter(old -> !old.equals(found.id())));
        preferences.put(COMMANDS, String.join(" ", changed.limit(MOST).toList()));
    }

    /** How many were chosen after {@code found}; -1 if it was not chosen lately. */
    int since(Found found) {
        return all.indexOf(new Used(found.id(), found.command()));
    }
}
