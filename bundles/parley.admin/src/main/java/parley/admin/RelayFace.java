package parley.admin;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.relay.api.Relay;
import parley.relay.api.StoreException;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** {@code parley relay}: starts the relay, says where it listens, and stays until the framework stops. */
@Component(service = Callable.class, property = "main.thread:Boolean=true")
public final class RelayFace implements Callable<Integer> {

    private static final System.Logger log = System.getLogger(RelayFace.class.getName());

    /** How long the invite that is printed works. */
    private static final Duration INVITE = Duration.ofHours(24);

    private static final int ANY_NUMBER = 0;

    private final Relay relay;
    private final String[] arguments;
    private final Path home;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param launched the launcher's service, whose properties say how it was called
     */
    @Activate
    public RelayFace(
            @Reference Relay relay,
            @Reference(service = Supplier.class, target = "(launcher.product=relay)") Map<String, Object> launched) {
        this(
                relay,
                (String[]) Objects.requireNonNull(launched.get("launcher.arguments")),
                Path.of((String) Objects.requireNonNull(launched.get("launcher.home"))),
                Events.standardOutput(),
                System.err,
                System.console() != null && System.console().isTerminal());
    }

    RelayFace(Relay relay, String[] arguments, Path home, PrintStream out, PrintStream err, boolean terminal) {
        this.relay = relay;
        this.arguments = arguments.clone();
        this.home = home;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Blocks until the framework stops or the thread is interrupted; the result is the process's exit status. */
    @Override
    public Integer call() {
        try {
            var options = RelayOptions.parse(arguments);
            if (options.help()) {
                out.println(RelayOptions.helpText());
                return 0;
            }
            var settings = options.settings(home.resolve("relay"));
            announce(start(settings), settings, options);
            stopped.await();
            return 0;
        } catch (InterruptedException e) {
            return 0; // the launcher stops the framework, and that the relay
        } catch (RefusedException e) {
            log.log(System.Logger.Level.DEBUG, "Not started", e);
            if (List.of(arguments).contains("--json")) {
                new Events(out).print("error", "code", e.code(), "text", e.text());
            } else {
                err.println(e.text());
            }
            return e.status();
        }
    }

    @Deactivate
    void stop() {
        stopped.countDown();
    }

    private Relay.Running start(Relay.Settings settings) throws RefusedException {
        try {
            return relay.start(settings);
        } catch (BindException e) {
            var text = sentence(e);
            throw new RefusedException(1, text.contains("used by another") ? "port_busy" : "refused", text, e);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(2, "usage", sentence(e), e);
        } catch (StoreException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new RefusedException(1, "internal", sentence(e), e);
        }
    }

    private static RefusedException refused(StoreException e) {
        return switch (e.kind()) {
            case DAMAGED -> new RefusedException(1, "damaged", sentence(e), e);
            case DISK_FULL -> new RefusedException(1, "disk_full", sentence(e), e);
            case IN_USE -> new RefusedException(4, "profile_in_use", sentence(e), e);
            case FAILED -> new RefusedException(1, "internal", sentence(e), e);
        };
    }

    /** What a lower layer said, with a capital letter and a full stop. */
    private static String sentence(Exception e) {
        var text = String.valueOf(e.getMessage()).strip();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private void announce(Relay.Running running, Relay.Settings settings, RelayOptions options)
            throws RefusedException {
        String invite;
        try {
            invite = running.invite(ANY_NUMBER, INVITE);
        } catch (StoreException e) {
            throw refused(e);
        }
        if (options.json()) {
            new Events(out)
                    .print(
                            "listening",
                            "url",
                            running.url().toString(),
                            "fingerprint",
                            running.fingerprint(),
                            "invite",
                            invite);
            return;
        }
        out.println("The relay listens at " + running.url() + ".");
        out.println("Its fingerprint is   " + running.fingerprint() + ".");
        out.println();
        out.println(
                settings.registration() == Relay.Registration.CLOSED
                        ? "It takes no new accounts (--registration=closed). Its link, for who has one here:"
                        : "Invite, for 24 hours and any number of people:");
        out.println(invite);
        if (terminal) {
            out.println();
            out.println(QrCode.of(invite));
        }
        out.println("Ctrl+C stops it.");
        out.flush();
    }
}
