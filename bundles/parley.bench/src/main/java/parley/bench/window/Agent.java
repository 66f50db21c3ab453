package parley.bench.window;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comes into a desktop that runs, by its JVM's attach mechanism, and hands on to a {@link Probe} beside that desktop's
 * SWT. Nothing of it is there while a start is measured.
 */
public final class Agent {

    /** What its answer on standard output begins with; numbers follow. */
    public static final String MEASURED = "measured";

    private static @Nullable Function<List<String>, double[]> probe;

    private Agent() {}

    /**
     * Called anew for each question, one at a time.
     *
     * @param words a line each: the jars that the probe is made of, as a class path, then what is asked
     */
    public static void agentmain(String words, Instrumentation jvm) throws Exception {
        var lines = words.lines().toList();
        if (probe == null) probe = probe(lines.getFirst(), jvm);
        var measured = probe.apply(lines.subList(1, lines.size()));
        System.out.println(
                Arrays.stream(measured)
                        .mapToObj(each -> String.format(Locale.ROOT, " %.3f", each))
                        .collect(Collectors.joining("", MEASURED, "")));
    }

    @SuppressWarnings("unchecked")
    private static Function<List<String>, double[]> probe(String classPath, Instrumentation jvm) throws Exception {
        var swt =
                Stream.of(jvm.getAllLoadedClasses())
                        .filter(each -> each.getName().equals("org.eclipse.swt.widgets.Display"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no window"))
                        .getClassLoader();
        return (Function<List<String>, double[]>)
                new Beside(classPath, swt).loadClass(Probe.class.getName()).getConstructor().newInstance();
    }

    /** Loads classes of its own jars, and all others as SWT does. */
    private static final class Beside extends URLClassLoader {

        Beside(String classPath, ClassLoader swt) throws IOException {
            super(urls(classPath), swt);
        }

        private static URL[] urls(String classPath) throws MalformedURLException {
            var files = classPath.split(File.pathSeparator, -1);
            var urls = new URL[files.length];
            for (int at = 0; at < files.length; at++) urls[at] = new File(files[at]).toURI().toURL();
            return urls;
        }

        /** This agent's jar is on the class path of the JVM, too, which has no SWT. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("parley.")) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
