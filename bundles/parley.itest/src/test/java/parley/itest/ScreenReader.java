package parley.itest;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what programs tell screen readers, from the bus that screen readers read: AT-SPI over D-Bus. */
final class ScreenReader implements AutoCloseable {

    private static final String REGISTRY = "org.a11y.atspi.Registry";
    private static final String ROOT = "/org/a11y/atspi/accessible/root";
    private static final String ACCESSIBLE = "org.a11y.atspi.Accessible";
    private static final int DEEPEST = 60;

    /** States of a thing that matter here; the number of each is AT-SPI's. */
    enum State {
        CHECKED(4),
        FOCUSABLE(11),
        FOCUSED(12),
        SELECTED(23),
        SENSITIVE(24),
        SHOWING(25),
        VISIBLE(30);

        private final int bit;

        State(int bit) {
            this.bit = bit;
        }
    }

    /**
     * A thing in a window, as it is told.
     *
     * @param role in AT-SPI's words, such as {@code push button}
     * @param more what is said after its name
     */
    record Thing(String role, String name, String more, Set<State> states, List<Thing> parts) {

        boolean is(State state) {
            return states.contains(state);
        }

        /** This and all that is in it, from above. */
        Stream<Thing> all() {
            return Stream.concat(Stream.of(this), parts.stream().flatMap(Thing::all));
        }

        /** One line each, what is in it indented. */
        String written() {
            var text = new StringBuilder();
            write(text, 0);
            return text.toString();
        }

        private void write(StringBuilder text, int depth) {
            text.append("  ".repeat(depth)).append(role).append(" “").append(name).append("” ").append(states);
            text.append(more.isEmpty() ? "" : " " + more).append('\n');
            for (var part : parts) part.write(text, depth + 1);
        }
    }

    /** Where the bus of screen readers is. */
    @DBusInterfaceName("org.a11y.Bus")
    public interface Address extends DBusInterface {
        String GetAddress();
    }

    /** What every thing can be asked. */
    @DBusInterfaceName(ACCESSIBLE)
    public interface Accessible extends DBusInterface {
        List<Reference> GetChildren();

        String GetRoleName();

        List<UInt32> GetState();
    }

    /** Whose thing it is, and which. */
    public static final class Reference extends Struct {

        @Position(0)
        public final String bus;

        @Position(1)
        public final DBusPath path;

        public Reference(String bus, DBusPath path) {
            this.bus = bus;
            this.path = path;
        }
    }

    private final DBusConnection connection;

    ScreenReader() throws Exception {
        try (var session = DBusConnectionBuilder.forSessionBus().withShared(false).build()) {
            var address = session.getRemoteObject("org.a11y.Bus", "/org/a11y/bus", Address.class).GetAddress();
            connection = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        }
    }

    /** The window of the one program that shows any. */
    Thing window() throws DBusException {
        for (var program : children(new Reference(REGISTRY, new DBusPath(ROOT)))) {
            for (var frame : children(program)) {
                var seen = look(frame, 0);
                if (seen.is(State.SHOWING)) return seen;
            }
        }
        throw new AssertionError("no program tells of a window");
    }

    private List<Reference> children(Reference of) throws DBusException {
        return at(of, Accessible.class).GetChildren();
    }

    private Thing look(Reference at, int depth) throws DBusException {
        var thing = at(at, Accessible.class);
        var states = states(thing.GetState());
        var parts = new ArrayList<Thing>();
        boolean shown = states.contains(State.VISIBLE) && states.contains(State.SHOWING);
        if (shown && depth < DEEPEST) {
            for (var child : thing.GetChildren()) {
                try {
                    parts.add(look(child, depth + 1));
                } catch (DBusExecutionException e) { // it has gone meanwhile
                }
            }
        }
        var name = property(at, "Name");
        return new Thing(thing.GetRoleName(), name, property(at, "Description"), states, parts);
    }

    private String property(Reference at, String name) throws DBusException {
        return at(at, Properties.class).Get(ACCESSIBLE, name);
    }

    private <T extends DBusInterface> T at(Reference at, Class<T> as) throws DBusException {
        return connection.getRemoteObject(at.bus, at.path.getPath(), as);
    }

    private static Set<State> states(List<UInt32> words) {
        var states = EnumSet.noneOf(State.class);
        for (var state : State.values()) {
            if ((words.getFirst().intValue() >>> state.bit & 1) != 0) states.add(state);
        }
        return states;
    }

    /** Those of {@code things} that fit. */
    static List<Thing> of(Thing things, Predicate<Thing> fits) {
        return things.all().filter(fits).toList();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
