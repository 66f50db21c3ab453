package parley.launcher;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line, understood as far as the launcher has to.
 *
 * @param product the feature to start, or {@code demo}
 * @param home the profile's directory, absolute
 * @param arguments what is left for the product's face, in order: all but {@code --home}, {@code --profile} and the
 *     product word
 */
record Invocation(String product, Path home, List<String> arguments) {

    /** The product that is no feature: it plays the others. */
    static final String DEMO = "demo";

    /** The product that takes every word that is no product. */
    static final String TERMINAL = "terminal";

    /** The product with a window. */
    static final String DESKTOP = "desktop";

    static final String HELP = "--help";
    static final String VERSION = "version";
    static final String PROFILES = "profiles";

    private static final Set<String> WITHOUT_HELP = Set.of(DESKTOP, TERMINAL, DEMO);

    Invocation {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a command line.
     *
     * <p>The first word that is no option names the product; if it names none, it is a command of the client, which the
     * terminal runs. Without any such word it is the desktop where there is a display. Options may stand before or
     * after the word; nothing after {@code --} is an option.
     *
     * @param products the names of the features there are
     * @throws LaunchException if {@code --home} or {@code --profile} has no usable value
     */
    static Invocation parse(
            List<String> words, Set<String> products, Platform platform, Map<String, String> environment, Path userHome)
            throws LaunchException {
        @Nullable String product = null;
        @Nullable String home = null;
        @Nullable String profile = null;
        var rest = new ArrayList<String>();
        var options = true;
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (options && word.equals("--home")) {
                if (++i == words.size()) throw LaunchException.usage("--home needs a directory: add one after it.");
                home = words.get(i);
            } else if (options && word.startsWith("--home=")) {
                home = word.substring("--home=".length());
            } else if (options && word.equals("--profile")) {
                profile = ++i < words.size() ? words.get(i) : "";
            } else if (options && word.startsWith("--profile=")) {
                profile = word.substring("--profile=".length());
            } else {
                if (word.equals("--")) options = false;
                if (product == null && !word.startsWith("-")) {
                    var known = products.contains(word) || word.equals(DEMO);
                    product = known ? word : TERMINAL;
                    if (known) continue;
                }
                rest.add(word);
            }
        }
        if (product == null) {
            var window = platform.hasDisplay(environment) && !rest.contains("--json") && products.contains(DESKTOP);
            product = window ? DESKTOP : TERMINAL;
        }
        if (profile == null) return new Invocation(product, directory(home, platform, environment, userHome), rest);
        if (home != null) throw LaunchException.usage("--home and --profile name two profiles: leave one of them out.");
        return new Invocation(product, Profiles.of(platform, environment, userHome).directory(profile), rest);
    }

    /**
     * The word that the launcher answers itself, if {@code words} begin with one: {@code --help}, {@code version} or
     * {@code profiles}. Behind {@code relay} it is the relay's own {@code --help}, behind a command that command's; the
     * other products have none.
     */
    static String asked(List<String> words) {
        var rest = words.iterator();
        var product = false;
        while (rest.hasNext()) {
            var word = rest.next();
            if (word.equals("--help") || word.equals("-h")) return HELP;
            if (!product && (word.equals("--version") || word.equals(VERSION))) return VERSION;
            if (!product && word.equals(PROFILES)) return PROFILES;
            if (WITHOUT_HELP.contains(word)) product = true;
            else if (!word.startsWith("-") || word.equals("--")) return "";
            if (rest.hasNext() && (word.equals("--home") || word.equals("--profile"))) rest.next();
        }
        return "";
    }

    /** Says whether scripts read the output. */
    boolean json() {
        return arguments.contains("--json");
    }

    private static Path directory(
            @Nullable String home, Platform platform, Map<String, String> environment, Path userHome)
            throws LaunchException {
        if (home == null) return platform.dataDirectory(environment, userHome).toAbsolutePath().normalize();
        if (home.isBlank()) throw LaunchException.usage("--home needs a directory: add one after it.");
        try {
            return Path.of(home).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw LaunchException.usage("--home " + home + " is no directory name: choose another one.");
        }
    }
}
