package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * Keeps the newest lines of the log in memory, for a person to look at and to hand on. May be called from any thread.
 */
@Component(service = LogKeeper.class)
public final class LogKeeper {

    /** How many lines are kept, and how many of them tell where an exception came from. */
    static final int MOST = 500;

    private static final int FRAMES = 6;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final Logger root = Logger.getLogger("");
    private final SimpleFormatter words = new SimpleFormatter();
    private final LogWords cleaner;
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    keep(record);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @Activate
    public LogKeeper(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(String.valueOf(launcher.get("launcher.home")), System.getProperty("user.home", ""));
    }

    LogKeeper(String profile, String home) {
        cleaner = new LogWords(List.of(profile, home));
        root.addHandler(handler);
    }

    @Deactivate
    void close() {
        root.removeHandler(handler);
    }

    /** The lines, the newest last. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void keep(LogRecord record) {
        var fresh = new ArrayList<String>();
        var source = record.getLoggerName() == null ? "" : record.getLoggerName() + ": ";
        var said = record.getLevel() + " " + source + words.formatMessage(record);
        fresh.add(TIME.format(record.getInstant()) + " " + cleaner.clean(said));
        var thrown = record.getThrown();
        for (int depth = 0; thrown != null && depth < FRAMES; depth++) {
            fresh.add("    " + cleaner.clean(thrown.toString()));
            Stream.of(thrown.getStackTrace()).limit(FRAMES).forEach(frame -> fresh.add("        at " + frame));
            thrown = thrown.getCause();
        }
        synchronized (lines) {
            lines.addAll(fresh);
            while (lines.size() > MOST) lines.removeFirst();
        }
    }
}
