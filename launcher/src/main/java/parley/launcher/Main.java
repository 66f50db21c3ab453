package parley.launcher;

import jakarta.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** Where every product of Parley starts. */
public final class Main {

    private static final System.Logger log = System.getLogger(Main.class.getName());

    /** How long a product may take until it can run. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a window that is open may take to come to the front. */
    private static final Duration ANSWERING = Duration.ofSeconds(30);

    /** Set while the JVM's start-up cache is made: the product comes up and ends soon. */
    private static final String REHEARSAL = "parley.rehearsal";

    private static final Duration REHEARSAL_TIME = Duration.ofSeconds(2);

    private static final String USAGE =
            """
            usage: parley [--home DIR | --profile NAME] [--json] [COMMAND ...]

              parley                the desktop if there is a display, else the terminal
              parley desktop        the desktop, carrying its own relay unless --no-relay
              parley terminal       the same in a terminal; with --json a command a line in, an event a line out
              parley relay          the relay: prints where it listens, and an invite
              parley demo           Alice and Bob and a relay talk and send a file on this machine
              parley help           the commands of the client, each of which may also stand here
              parley profiles       the names of further profiles
              parley version        which Parley this is

            --profile NAME is a further profile of yours, --home DIR the directory of one. JVM options are taken from PARLEY_JAVA_OPTS.\
            """;

    private Main() {}

    /** Runs the product that {@code words} name, and exits with its status. */
    public static void main(String[] words) {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) {
        var asked = Invocation.asked(words);
        if (asked.equals(Invocation.HELP)) {
            System.out.println(USAGE);
            return 0;
        }
        try {
            var distribution = Distribution.current();
            if (asked.equals(Invocation.VERSION)) {
                System.out.println("Parley " + distribution.version());
                return 0;
            }
            var home = Path.of(System.getProperty("user.home"));
            if (asked.equals(Invocation.PROFILES)) {
                Profiles.of(Platform.current(), System.getenv(), home).names().forEach(System.out::println);
                return 0;
            }
            var invocation =
                    Invocation.parse(words, distribution.products(), Platform.current(), System.getenv(), home);
            if (invocation.product().equals(Invocation.DEMO)) return Demo.run(distribution, invocation.arguments());
            var unseen =
                    invocation.product().equals(Invocation.DESKTOP) && !Platform.current().hasDisplay(System.getenv());
            if (unseen && !Boolean.getBoolean(REHEARSAL)) throw LaunchException.noDisplay();
            if (SingleInstance.answers(FrameworkCache.socket(invocation.home(), invocation.product()), ANSWERING)) {
                System.err.println("Parley is open with this profile already: its window comes to the front.");
                return 0;
            }
            return run(distribution, invocation);
        } catch (LaunchException e) {
            log.log(System.Logger.Level.DEBUG, "Not started", e);
            if (words.contains("--json")) {
                var event =
                        Json.createObjectBuilder()
                                .add("event", "error")
                                .add("code", e.code())
                                .add("text", e.getMessage());
                System.out.println(event.build());
            }
            System.err.println(e.getMessage());
            return e.status();
        } catch (InterruptedException e) {
            return LaunchException.FAILED;
        }
    }

    private static int run(Distribution distribution, Invocation invocation)
            throws LaunchException, InterruptedException {
        var orderly = OrderlyStop.armed();
        try (var product = RunningProduct.start(distribution, invocation)) {
            orderly.stops(product);
            var face = product.face(PATIENCE);
            Milestones.passed("The face is there");
            if (Boolean.getBoolean(REHEARSAL)) return rehearse(product, face, invocation);
            return product.run(face) instanceof Integer status ? status : 0;
        } catch (LaunchException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (orderly.isUnderWay()) return 0; // the face was stopped in the middle of something
            log.log(System.Logger.Level.ERROR, "The product " + invocation.product() + " failed", e);
            return LaunchException.FAILED;
        } finally {
            orderly.disarm();
        }
    }

    /** Runs the face for a moment, so that the JVM sees what a start needs; a window nobody asked for is not opened. */
    private static int rehearse(RunningProduct product, Callable<?> face, Invocation invocation) throws Exception {
        if (invocation.product().equals(Invocation.DESKTOP)) return 0;
        Thread.ofPlatform()
                .daemon()
                .name("rehearsal")
                .start(() -> {
                    try {
                        Thread.sleep(REHEARSAL_TIME);
                    } catch (InterruptedException e) {
                        return;
                    }
                    product.close();
                });
        face.call();
        return 0;
    }
}
