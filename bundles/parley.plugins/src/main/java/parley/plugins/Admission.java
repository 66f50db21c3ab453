package parley.plugins;

import static parley.plugins.Refusals.refused;

import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which jars may come in: whose they are, and whether they fit what is here. Used by one thread. */
final class Admission {

    private final Set<String> configured = new HashSet<>();
    private final Starter starter;

    /**
     * @param publishers that need no person's yes
     */
    Admission(List<String> publishers, Starter starter) {
        for (var publisher : publishers) configured.add(fingerprint(publisher));
        this.starter = starter;
    }

    /**
     * Says whether its publisher is accepted only now. Asked last, of a jar that {@link #place} lets in: a yes to its
     * publisher is all that it lacks.
     *
     * @param dropped where the jar lies that nobody has named
     */
    boolean newPublisher(Ledger known, PluginJar jar, Optional<String> acceptedPublisher, Optional<Path> dropped)
            throws CommandException {
        if (acceptedPublisher.isPresent() && !fingerprint(acceptedPublisher.get()).equals(jar.publisher())) {
            throw refused(
                    jar
                            + " is published by "
                            + jar.publisher()
                            + " and not by the publisher that you accept; get it from where you had that fingerprint");
        }
        if (accepts(known, jar.publisher())) return false;
        if (acceptedPublisher.isPresent()) return true;
        throw dropped.isPresent() ? unseen(known, jar, dropped.get()) : unaccepted(jar, "repeat it");
    }

    boolean accepts(Ledger known, String publisher) {
        return configured.contains(publisher) || known.accepts(publisher);
    }

    /**
     * Refuses at a start what came in earlier and fits no longer: Parley may be a newer one since, and people may trust
     * others.
     */
    void stay(Ledger known, PluginJar jar) throws CommandException {
        if (!accepts(known, jar.publisher())) throw unaccepted(jar, "use plugin update with its jar");
        var own = ownInstead(jar);
        if (own.isEmpty()) return;
        throw refused(
                jar
                        + " stood for a part of Parley that is "
                        + own.get()
                        + " by now, and could bring back its faults; update it to a version above that, or remove it");
    }

    /** The version of Parley's own bundle of this name, unless the jar is above it. */
    private Optional<Version> ownInstead(PluginJar jar) {
        return starter.own(jar.name()).map(Bundle::getVersion).filter(it -> jar.version().compareTo(it) <= 0);
    }

    /**
     * @param next what a person does who trusts the publisher, such as {@code "repeat it"}
     */
    private static CommandException unaccepted(PluginJar jar, String next) {
        var declares = jar.declares();
        return refused(
                "nobody has accepted the publisher of "
                        + jar
                        + " yet, "
                        + jar.publisher()
                        + "; the plug-in "
                        + (declares.description().isEmpty()
                                ? "does not say what it is"
                                : "says of itself \"" + declares.description().replace('"', '\'') + "\"")
                        + (declares.uses().isEmpty() ? "" : " and that it uses " + String.join(", ", declares.uses()))
                        + ", which nothing holds it to: it can do all that Parley can; if you trust them, "
                        + next
                        + " with --accept "
                        + jar.publisher());
    }

    /** Whoever looks at it is shown what it declares, and asked for their yes. */
    private CommandException unseen(Ledger known, PluginJar jar, Path file) {
        return refused(
                "nobody has accepted the publisher of "
                        + jar
                        + " yet; look at it on the desktop's page of plug-ins, or use plugin "
                        + (replaces(known, jar) ? "update" : "install")
                        + " '"
                        + file.toAbsolutePath().toString().replace("'", "'\\''")
                        + "'");
    }

    /** Refuses a jar whose name, version or publisher does not fit what is here, or was here. */
    void place(Ledger known, PluginJar jar, Shelf.Intent intent) throws CommandException {
        var installed = known.installed(jar.name());
        var own = starter.own(jar.name());
        if (intent == Shelf.Intent.INSTALL && installed.isPresent()) {
            throw refused(
                    jar.name()
                            + " "
                            + installed.get().version()
                            + " is installed already; use plugin update, or remove it first");
        }
        if (intent == Shelf.Intent.INSTALL && own.isPresent()) {
            throw refused(jar.name() + " is a part of Parley; to put this one in its place, use plugin update");
        }
        if (intent == Shelf.Intent.UPDATE && installed.isEmpty() && own.isEmpty()) {
            throw new CommandException(
                    Code.NOT_FOUND, "there is no plug-in " + jar.name() + " to update; use plugin install");
        }
        if (installed.isPresent() && !installed.get().publisher().equals(jar.publisher())) {
            throw refused(
                    jar
                            + " comes from "
                            + jar.publisher()
                            + ", but the one installed from "
                            + installed.get().publisher()
                            + "; remove that one first if you want to change publishers");
        }
        var highest = known.highest(jar.name());
        if (highest.isPresent() && jar.version().compareTo(highest.get()) < 0) throw older(jar, highest.get());
        if (own.isPresent()) {
            var newer = ownInstead(jar);
            if (newer.isPresent()) throw older(jar, newer.get());
            var why = starter.irreplaceable(own.get());
            if (why.isPresent()) throw refused(why.get());
        }
    }

    /** Whether something of this name is here, so that the jar would take its place. */
    boolean replaces(Ledger known, PluginJar jar) {
        return known.installed(jar.name()).isPresent() || starter.own(jar.name()).isPresent();
    }

    private static CommandException older(PluginJar jar, Version highest) {
        return refused(
                jar
                        + " is not newer than "
                        + highest
                        + ", which there was here before, and could bring back its faults; get a newer version");
    }

    /** A fingerprint as people may write it. */
    private static String fingerprint(String text) {
        return text.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
    }
}
