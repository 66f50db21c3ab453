package parley.testing.desktop;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Moves and presses the pointer of the X server, through its XTest extension. {@code Display.post} cannot: the button
 * events it makes have no place on the screen (SWT 3.133 on GTK 3).
 */
final class Pointer implements AutoCloseable {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup X11 = SymbolLookup.libraryLookup("libX11.so.6", Arena.global());
    private static final SymbolLookup XTEST = SymbolLookup.libraryLookup("libXtst.so.6", Arena.global());
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle OPEN =
            handle(X11, "XOpenDisplay", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle CLOSE =
            handle(X11, "XCloseDisplay", FunctionDescriptor.of(INT, ValueLayout.ADDRESS));
    private static final MethodHandle SYNC = handle(X11, "XSync", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle MOTION =
            handle(XTEST, "XTestFakeMotionEvent", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT, INT, INT, LONG));
    private static final MethodHandle BUTTON =
            handle(XTEST, "XTestFakeButtonEvent", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT, INT, LONG));

    private final MemorySegment display;

    Pointer() {
        display = (MemorySegment) call(OPEN, MemorySegment.NULL);
    }

    void moveTo(int x, int y) {
        call(MOTION, display, -1, x, y, 0L);
        call(SYNC, display, 0);
    }

    /** Presses or releases a button; 4 and 5 are the wheel. */
    void button(int button, boolean down) {
        call(BUTTON, display, button, down ? 1 : 0, 0L);
        call(SYNC, display, 0);
    }

    @Override
    public void close() {
        call(CLOSE, display);
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(library.find(name).orElseThrow(), descriptor);
    }

    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) { // what a method handle declares
            throw new AssertionError(e);
        }
    }
}
