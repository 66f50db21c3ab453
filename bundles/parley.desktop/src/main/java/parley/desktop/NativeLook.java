package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;

/** Has the system's own widgets (menus, scroll bars, dialogs) follow a dark or a light theme. */
final class NativeLook {

    private static final System.Logger log = System.getLogger(NativeLook.class.getName());

    private NativeLook() {}

    /**
     * Asks the system's toolkit for dark or light widgets. SWT has this for each system, though in internal classes
     * that differ by name, hence by reflection; where it has moved, native widgets keep the system's look.
     */
    static void follow(boolean dark) {
        var name = "org.eclipse.swt.internal." + SWT.getPlatform() + ".OS";
        try {
            Display.class.getClassLoader().loadClass(name).getMethod("setTheme", boolean.class).invoke(null, dark);
        } catch (ReflectiveOperationException e) {
            log.log(System.Logger.Level.DEBUG, "native widgets keep the look of the system", e);
        }
    }
}
