package parley.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens windows of other profiles for the desktop: each profile is a home that one process uses at a time, so each
 * window is a process of its own, started as this one was. It lives on when this one ends. A service of Java's own
 * types, since the launcher shares no others with bundles.
 *
 * <p>{@link #get} are the names of further profiles; {@link #apply} opens the window of one, which is made if it is not
 * there yet, or with an empty name that of the one without.
 */
final class ProfileWindows implements Supplier<List<String>>, Function<String, Process> {

    /** What was said to this process about its own profile, and is nothing to another one. */
    private static final Set<String> OURS =
            Set.of("PARLEY_PASSPHRASE", "PARLEY_NEW_PASSPHRASE", "PARLEY_BACKUP_PHRASE", "PARLEY_INVITE");

    private final Profiles profiles;
    private final Supplier<List<String>> jvm;
    private final List<String> arguments;

    /**
     * @param jvm what starts the launcher in a JVM like this one
     * @param arguments those of the face, which the other window gets, too
     */
    ProfileWindows(Profiles profiles, Supplier<List<String>> jvm, List<String> arguments) {
        this.profiles = profiles;
        this.jvm = jvm;
        this.arguments = List.copyOf(arguments);
    }

    /** The command line of this JVM, up to the launcher. */
    static List<String> jvm() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var mac = Platform.current().os().equals("macosx");
        return jvm(java, mac, runtime.getInputArguments(), System.getProperty("java.class.path"));
    }

    static List<String> jvm(String java, boolean mac, List<String> options, String classPath) {
        var line = new ArrayList<String>();
        line.add(java);
        if (mac) line.add("-XstartOnFirstThread"); // which the JVM does not list
        // A debugger waits at this process's port; what a JVM writes down at its end, one is to write.
        for (var option : options) if (!option.matches("-(agent|Xrun).*|-XX:AOT(CacheOutput|Mode).*")) line.add(option);
        line.addAll(List.of("-cp", absolute(classPath), Main.class.getName()));
        return line;
    }

    private static String absolute(String classPath) {
        var entries = new ArrayList<String>();
        for (var entry : classPath.split(File.pathSeparator)) entries.add(Path.of(entry).toAbsolutePath().toString());
        return String.join(File.pathSeparator, entries);
    }

    /**
     * The names there are.
     *
     * @throws UncheckedIOException if they cannot be read; its message is a sentence for a person
     */
    @Override
    public List<String> get() {
        try {
            return profiles.names();
        } catch (LaunchException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    /**
     * @throws IllegalArgumentException if that is no name
     * @throws UncheckedIOException if no process can be started
     */
    @Override
    public Process apply(String name) {
        try {
            var builder = new ProcessBuilder(line(name));
            forget(builder.environment());
            return builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(Map<String, String> environment) {
        environment.keySet().removeAll(OURS);
    }

    List<String> line(String name) {
        var line = new ArrayList<>(jvm.get());
        try {
            var home = name.isEmpty() ? profiles.main() : profiles.directory(name);
            line.addAll(List.of("--home", home.toString(), Invocation.DESKTOP));
        } catch (LaunchException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        line.addAll(arguments);
        return line;
    }

    private static File nothing() {
        return new File(Platform.current().os().equals("win32") ? "NUL" : "/dev/null");
    }
}
