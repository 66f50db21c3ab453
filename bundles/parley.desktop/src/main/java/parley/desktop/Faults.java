package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out whose listener has failed: SWT hands over the exception alone, so each event's widget is noted before its
 * listeners hear of it. For the UI thread.
 */
final class Faults {

    private static final System.Logger log = System.getLogger(Faults.class.getName());
    private static final String LISTENERS = "org.eclipse.swt.widgets.EventTable";
    private static final String TASKS = "org.eclipse.swt.widgets.RunnableLock";
    private static final Set<String> TIMERS = Set.of("timerProc", "runTimer");
    private static final int[] TYPES = {
        SWT.KeyDown, SWT.KeyUp, SWT.MouseDown, SWT.MouseUp, SWT.MouseMove, SWT.MouseEnter, SWT.MouseExit,
        SWT.MouseDoubleClick, SWT.MouseHover, SWT.MouseVerticalWheel, SWT.Paint, SWT.Resize, SWT.Move, SWT.FocusIn,
        SWT.FocusOut, SWT.Selection, SWT.DefaultSelection, SWT.Traverse, SWT.Verify, SWT.Modify, SWT.MenuDetect
    };

    /** A listener of {@code control} has failed. */
    record Fault(Control control, Throwable cause, boolean always) {}

    private final Consumer<Fault> told;
    private final Listener note = this::note;
    private @Nullable Widget widget;
    private int type;

    private Faults(Consumer<Fault> told) {
        this.told = told;
    }

    /** Tells {@code told} of each listener of {@code display} that fails, from now on. */
    static void watch(Display display, Consumer<Fault> told) {
        var faults = new Faults(told);
        for (int type : TYPES) display.addFilter(type, faults.note);
        display.setRuntimeExceptionHandler(faults::failed);
        display.setErrorHandler(faults::failed);
    }

    private void note(Event event) {
        widget = event.widget;
        type = event.type;
    }

    private void failed(Throwable cause) {
        log.log(System.Logger.Level.ERROR, "a listener failed", cause);
        if (cause instanceof VirtualMachineError || !inListener(cause)) return; // of a timer nobody knows whose it is
        if (widget instanceof Control control && !control.isDisposed()) {
            boolean always = type == SWT.Paint || type == SWT.Resize;
            told.accept(new Fault(control, cause, always));
        }
    }

    /** Whether it is a listener that has failed, and not a task or a timer of the UI thread. */
    private static boolean inListener(Throwable cause) {
        for (var frame : cause.getStackTrace()) {
            if (frame.getClassName().equals(LISTENERS)) return true;
            if (frame.getClassName().equals(TASKS) || TIMERS.contains(frame.getMethodName())) return false;
        }
        return false;
    }
}
