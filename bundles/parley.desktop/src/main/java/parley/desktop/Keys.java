package parley.desktop;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.CommandManager;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.core.commands.contexts.ContextManager;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.jface.bindings.BindingManager;
import org.eclipse.jface.bindings.TriggerSequence;
import org.eclipse.jface.bindings.keys.KeyBinding;
import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.jface.bindings.keys.KeyStroke;
import org.eclipse.jface.bindings.keys.ParseException;
import org.eclipse.jface.bindings.keys.SWTKeySupport;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.Commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs commands by their keys, wherever the keyboard is: JFace knows which key means what, this listens to the keys.
 * Called on the UI thread.
 */
@Component(service = {Keys.class, Commands.class})
public final class Keys implements Commands {

    private static final System.Logger log = System.getLogger(Keys.class.getName());
    private static final String KEY = "key.";
    private static final String SCHEME = "parley.keys";
    private static final String CONTEXT = "parley.window";

    /** A command as it was contributed: {@code key} is what it asks for. */
    record Known(String id, String label, String key, int menu, long order, CommandContribution command) {}

    private final Preferences preferences;
    private final CommandManager commands = new CommandManager();
    private final BindingManager bindings;

    /** Everything that was contributed and is still there, the newest last. */
    private final List<Known> all = new ArrayList<>();

    /** By its id: of two with one id the newer. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    private final Map<String, Binding> bound = new LinkedHashMap<>();
    private final Listener filter = this::pressed;
    private KeySequence typed = KeySequence.getInstance();
    private boolean resting;
    private Runnable changed = () -> {};
    private @Nullable Widget holder;
    private @Nullable Consumer<KeyStroke> capture;

    @Activate
    public Keys(@Reference Preferences preferences) {
        this.preferences = preferences;
        var contexts = new ContextManager();
        contexts.getContext(CONTEXT).define("The window", null, null);
        contexts.setActiveContextIds(Set.of(CONTEXT));
        bindings = new BindingManager(contexts, commands);
        var scheme = bindings.getScheme(SCHEME);
        scheme.define("Parley", null, null);
        try {
            bindings.setActiveScheme(scheme);
        } catch (NotDefinedException e) {
            throw new IllegalStateException(e); // defined a line above
        }
        bindings.setLocale("en");
        bindings.setPlatform(SWT.getPlatform());
    }

    void listen(Display display) {
        display.addFilter(SWT.KeyDown, filter);
    }

    /** Binds {@code command} to the key a person has chosen for {@code id}, or else to {@code key}; empty for none. */
    void add(String id, String label, String key, CommandContribution command) {
        add(new Known(id, label, key, 0, 0, command));
    }

    /** As the other; of two that ask for one key, the one of the lower {@code order} has it. */
    void add(Known command) {
        offer(command);
        all.add(command);
        rebind();
        changed.run();
    }

    private void offer(Known command) {
        commands.getCommand(command.id()).define(command.label(), null, commands.getCategory(null));
        known.put(command.id(), command);
    }

    /** Takes {@code command} away; one that had the id {@code id} before has it again. */
    void remove(String id, CommandContribution command) {
        if (!all.removeIf(each -> each.id().equals(id) && each.command() == command)) return;
        known.remove(id);
        commands.getCommand(id).undefine();
        all.stream().filter(each -> each.id().equals(id)).forEach(this::offer);
        rebind();
        changed.run();
    }

    /** Has {@code told} run whenever a command has come or gone. */
    void whenChanged(Runnable told) {
        changed = told;
    }

    /** Every command there is, by its label. */
    List<Known> all() {
        return known.values().stream().sorted(Comparator.comparing(Known::label)).toList();
    }

    @Override
    public List<Entry> menu() {
        return known.values().stream()
                .filter(each -> each.menu() > 0)
                .sorted(Comparator.comparingInt(Known::menu).thenComparing(Known::label))
                .map(each -> new Entry(each.id(), each.label(), shown(each.id()), enabled(each.command())))
                .toList();
    }

    @Override
    public void run(String id) {
        var wanted = known.get(id);
        if (!resting && wanted != null && enabled(wanted.command())) run(wanted.command());
    }

    /** The key of the command {@code id} as this system writes it, or empty. */
    String shown(String id) {
        var binding = bound.get(id);
        return binding == null ? "" : words((KeySequence) binding.getTriggerSequence());
    }

    /** {@code keys} as this system writes them: {@code Ctrl+Shift+L}. */
    static String words(KeySequence keys) {
        // JFace sorts Shift before Ctrl, people do not
        return SWTKeySupport.getKeyFormatterForPlatform().format(keys).replace("Shift+Ctrl+", "Ctrl+Shift+");
    }

    /** The command that {@code keys} runs, or begins to. */
    Optional<Known> owner(KeySequence keys) {
        return bound.entrySet().stream()
                .filter(each -> clash(keys, each.getValue().getTriggerSequence()))
                .findFirst()
                .map(each -> known.get(each.getKey()));
    }

    /** Whether the person has chosen the key of {@code id}. */
    boolean chosen(String id) {
        return preferences.has(KEY + id);
    }

    /** Gives {@code id} the key {@code keys}, empty for none, and takes it from the command that has it. */
    void choose(String id, KeySequence keys) {
        if (!keys.isEmpty()) {
            owner(keys).filter(each -> !each.id().equals(id)).ifPresent(each -> preferences.put(KEY + each.id(), ""));
        }
        preferences.put(KEY + id, keys.toString());
        preferences.save();
        rebind();
    }

    /** Gives {@code id} the key back that it asks for. */
    void reset(String id) {
        preferences.forget(KEY + id);
        preferences.save();
        rebind();
    }

    /** Runs no command until {@code owner} is disposed: its keys are its own. */
    void hold(Widget owner) {
        holder = owner;
    }

    /** Runs no command, by key or otherwise, for as long as {@code wanted}. */
    void rest(boolean wanted) {
        resting = wanted;
        typed = KeySequence.getInstance();
    }

    /** Hands the next key to {@code next} instead of a command; null for nobody. */
    void capture(@Nullable Consumer<KeyStroke> next) {
        capture = next;
    }

    /** Binds every command anew. What a person has chosen comes first; of two that ask for one key, the first. */
    private void rebind() {
        bound.clear();
        known.values().stream()
                .sorted(Comparator.comparing((Known each) -> !chosen(each.id())).thenComparing(Known::order))
                .forEach(this::bind);
        bindings.setBindings(bound.values().toArray(Binding[]::new));
    }

    private void bind(Known each) {
        var wanted = preferences.get(KEY + each.id(), each.key());
        if (wanted.isEmpty()) return;
        try {
            var keys = KeySequence.getInstance(wanted);
            var before = owner(keys);
            if (before.isPresent()) {
                log.log(DEBUG, "{0} wants {1}, which is the key of {2}", each.id(), wanted, before.get().id());
            } else {
                bound.put(each.id(), binding(keys, commands.getCommand(each.id())));
            }
        } catch (ParseException e) {
            log.log(WARNING, "\"{0}\" is no key: {1} has none", wanted, each.id());
        }
    }

    private static boolean clash(KeySequence one, TriggerSequence other) {
        return one.startsWith(other, true) || other.startsWith(one, true);
    }

    private static KeyBinding binding(KeySequence keys, Command command) {
        return new KeyBinding(
                keys, new ParameterizedCommand(command, null), SCHEME, CONTEXT, null, null, null, Binding.SYSTEM);
    }

    /** A key has gone down somewhere in the window. */
    void pressed(Event event) {
        if (modifier(event.keyCode)) return;
        if (capture != null) {
            var next = capture;
            var stroke = stroke(event);
            eat(event);
            next.accept(stroke);
            return;
        }
        if (resting || holder != null && !holder.isDisposed()) return;
        var longer = KeySequence.getInstance(typed, stroke(event));
        var command = perfect(longer);
        if (command == null) command = perfect(KeySequence.getInstance(typed, letter(event)));
        if (command != null) {
            typed = KeySequence.getInstance();
            if (!enabled(command)) return;
            eat(event);
            run(command);
        } else if (bindings.isPartialMatch(longer)) {
            typed = longer;
            eat(event);
        } else {
            typed = KeySequence.getInstance();
        }
    }

    private @Nullable CommandContribution perfect(KeySequence keys) {
        var match = bindings.getPerfectMatch(keys);
        var command = match == null ? null : known.get(match.getParameterizedCommand().getId());
        return command == null ? null : command.command();
    }

    private static KeyStroke stroke(Event event) {
        return SWTKeySupport.convertAcceleratorToKeyStroke(SWTKeySupport.convertEventToUnmodifiedAccelerator(event));
    }

    /** What the key writes, such as {@code +}, for which some keyboards want Shift and others do not. */
    private static KeyStroke letter(Event event) {
        return SWTKeySupport.convertAcceleratorToKeyStroke(
                SWTKeySupport.convertEventToUnshiftedModifiedAccelerator(event));
    }

    private static boolean modifier(int keyCode) {
        return (keyCode & SWT.MODIFIER_MASK) != 0 || keyCode == SWT.CAPS_LOCK || keyCode == SWT.NUM_LOCK;
    }

    private static void eat(Event event) {
        event.doit = false;
        event.type = SWT.None;
    }

    /** Whether {@code command} can be done; not if it fails to say so. */
    static boolean enabled(CommandContribution command) {
        try {
            return command.enabled();
        } catch (RuntimeException | LinkageError e) {
            log.log(ERROR, "a command failed", e);
            return false;
        }
    }

    /** Does {@code command}; one contribution's mistake is not everybody's. */
    static void run(CommandContribution command) {
        try {
            command.run();
        } catch (RuntimeException | LinkageError e) {
            log.log(ERROR, "a command failed", e);
        }
    }
}
