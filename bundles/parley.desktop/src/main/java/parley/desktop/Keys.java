package parley.desktop;

import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.CommandManager;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.core.commands.contexts.ContextManager;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.jface.bindings.BindingManager;
import org.eclipse.jface.bindings.keys.KeyBinding;
import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.jface.bindings.keys.KeyStroke;
import org.eclipse.jface.bindings.keys.ParseException;
import org.eclipse.jface.bindings.keys.SWTKeySupport;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.CommandContribution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands by their keys, wherever the keyboard is: JFace knows which key means what, this listens to the keys.
 * Called on the UI thread.
 */
final class Keys {

    private static final System.Logger log = System.getLogger(Keys.class.getName());
    private static final String SCHEME = "parley.keys";
    private static final String CONTEXT = "parley.window";

    private final Preferences preferences;
    private final CommandManager commands = new CommandManager();
    private final BindingManager bindings;
    private final Map<String, CommandContribution> contributions = new HashMap<>();
    private final Map<String, Binding> bound = new LinkedHashMap<>();
    private final Listener filter = this::pressed;
    private KeySequence typed = KeySequence.getInstance();

    Keys(Preferences preferences) {
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
        var defined = commands.getCommand(id);
        defined.define(label, null, commands.getCategory(null));
        contributions.put(id, command);
        var wanted = preferences.get("key." + id, key);
        if (wanted.isEmpty()) return;
        try {
            bound.put(id, binding(KeySequence.getInstance(wanted), defined));
        } catch (ParseException e) {
            log.log(System.Logger.Level.WARNING, "\"{0}\" is no key: {1} has none", wanted, id);
        }
        rebind();
    }

    void remove(String id, CommandContribution command) {
        if (!contributions.remove(id, command)) return;
        commands.getCommand(id).undefine();
        bound.remove(id);
        rebind();
    }

    /** The key of the command {@code id} as this system writes it, or empty. */
    String shown(String id) {
        var binding = bound.get(id);
        return binding == null ? "" : binding.getTriggerSequence().format();
    }

    private void rebind() {
        bindings.setBindings(bound.values().toArray(Binding[]::new));
    }

    private static KeyBinding binding(KeySequence keys, Command command) {
        return new KeyBinding(
                keys, new ParameterizedCommand(command, null), SCHEME, CONTEXT, null, null, null, Binding.SYSTEM);
    }

    /** A key has gone down somewhere in the window. */
    void pressed(Event event) {
        if (modifier(event.keyCode)) return;
        var longer = KeySequence.getInstance(typed, stroke(event));
        var command = perfect(longer);
        if (command == null) command = perfect(KeySequence.getInstance(typed, letter(event)));
        if (command != null) {
            typed = KeySequence.getInstance();
            if (!command.enabled()) return;
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
        return match == null ? null : contributions.get(match.getParameterizedCommand().getId());
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

    private static void run(CommandContribution command) {
        try {
            command.run();
        } catch (RuntimeException e) { // one contribution's mistake is not everybody's
            log.log(System.Logger.Level.ERROR, "a command failed", e);
        }
    }
}
