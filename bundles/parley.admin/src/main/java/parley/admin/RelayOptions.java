package parley.admin;

import org.jspecify.annotations.Nullable;

import parley.relay.api.Relay;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The words behind {@code parley relay}. */
@Command(
        name = "parley relay",
        description = "Runs a relay: it admits people, keeps their sealed messages and files, and passes them on.",
        sortOptions = false)
final class RelayOptions {

    /** A relay's port unless another is chosen. */
    static final int PORT = 7463;

    private static final List<String> LATER = List.of("invite", "status", "accounts", "ban", "backup");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "Where to listen; 0.0.0.0:7463 unless said otherwise, 127.0.0.1:7463 with --plain --behind-proxy."
                            + " Port 0 takes a free one.")
    private @Nullable String listen;

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "The relay's name: what stands behind the @ of an address.")
    private @Nullable String name;

    @Option(
            names = "--registration",
            paramLabel = "invite|open|closed",
            description = "Who may sign up: who has an invite (the default), everybody, or nobody.")
    private String registration = "invite";

    @Option(names = "--cert", paramLabel = "PEM", description = "Your TLS certificate chain; one is made without it.")
    private @Nullable String certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "The private key (PKCS #8) of --cert.")
    private @Nullable String key;

    @Option(names = "--plain", description = "Without TLS: on this machine only, or with --behind-proxy.")
    private boolean plain;

    @Option(names = "--behind-proxy", description = "A proxy on another port adds TLS and passes WebSocket on.")
    private boolean behindProxy;

    @Option(names = "--json", description = "Prints events as JSON, one a line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this.")
    private boolean help;

    @Parameters(hidden = true)
    private List<String> words = List.of();

    private RelayOptions() {}

    /**
     * @throws RefusedException if they make no sense
     */
    static RelayOptions parse(String... arguments) throws RefusedException {
        var options = new RelayOptions();
        try {
            new CommandLine(options).parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            throw usage(String.valueOf(e.getMessage()).replaceAll("[.\\s]+$", "") + ": see parley relay --help.");
        }
        if (!options.words.isEmpty()) {
            var word = options.words.getFirst();
            var what =
                    LATER.contains(word)
                            ? "The command relay " + word + " is not there yet"
                            : "There is no such command";
            throw new RefusedException(
                    2, "unknown_command", what + ": parley relay runs the relay; see parley relay --help.");
        }
        return options;
    }

    boolean json() {
        return json;
    }

    boolean help() {
        return help;
    }

    static String helpText() {
        return new CommandLine(new RelayOptions()).getUsageMessage().strip();
    }

    /**
     * @throws RefusedException if they make no sense
     */
    Relay.Settings settings(Path home) throws RefusedException {
        var where = listen != null ? listen : (plain && behindProxy ? "127.0.0.1:" : "0.0.0.0:") + PORT;
        var colon = where.lastIndexOf(':');
        if (colon < 1) throw usage("--listen takes HOST:PORT, as in 0.0.0.0:7463.");
        var host = where.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        var port = port(where.substring(colon + 1));
        return new Relay.Settings(
                home, host, port, Optional.ofNullable(name), registration(), certificate(), plain, behindProxy);
    }

    private static int port(String text) throws RefusedException {
        try {
            var port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) return port;
        } catch (NumberFormatException e) {
            // said below
        }
        throw usage("--listen takes HOST:PORT with a port within 0 and 65535, as in 0.0.0.0:7463.");
    }

    private Relay.Registration registration() throws RefusedException {
        return switch (registration) {
            case "invite" -> Relay.Registration.INVITE;
            case "open" -> Relay.Registration.OPEN;
            case "closed" -> Relay.Registration.CLOSED;
            default -> throw usage("--registration takes invite, open or closed.");
        };
    }

    private Optional<Relay.Certificate> certificate() throws RefusedException {
        if (certificate == null && key == null) return Optional.empty();
        if (certificate == null || key == null) throw usage("--cert and --key go together: name both files.");
        try {
            return Optional.of(new Relay.Certificate(Path.of(certificate), Path.of(key)));
        } catch (InvalidPathException e) {
            throw usage("--cert and --key take the names of PEM files.");
        }
    }

    private static RefusedException usage(String text) {
        return new RefusedException(2, "usage", text);
    }
}
