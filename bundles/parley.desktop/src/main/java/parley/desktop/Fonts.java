package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Display;

import parley.desktop.api.TextStyle;

/** Makes the window's fonts: Inter where the system has it, else the system's own. */
final class Fonts {

    private static final String PREFERRED = "Inter";

    private Fonts() {}

    /** The font for {@code style} at {@code zoom} percent of its usual size. The caller disposes it. */
    static Font make(Display display, TextStyle style, int zoom) {
        boolean inter = display.getFontList(PREFERRED, true).length > 0;
        var system = display.getSystemFont().getFontData()[0];
        int usual = inter ? 11 : system.getHeight() + (SWT.getPlatform().equals("gtk") ? 1 : 0);
        int body = Math.round(usual * zoom / 100f);
        return switch (style) {
            case BODY -> regular(display, inter, system.getName(), body);
            case ITALIC -> italic(display, inter, system.getName(), body);
            case STRONG -> strong(display, inter, system.getName(), body);
            case STRONG_ITALIC -> new Font(display, inter ? PREFERRED : system.getName(), body, SWT.BOLD | SWT.ITALIC);
            case MONO -> regular(display, false, mono(), body - 1);
            case SMALL -> regular(display, inter, system.getName(), body - 2);
            case SMALL_ITALIC -> italic(display, inter, system.getName(), body - 2);
            case SMALL_STRONG -> strong(display, inter, system.getName(), body - 2);
            case TITLE -> strong(display, inter, system.getName(), body + 4);
            case HEADING -> strong(display, inter, system.getName(), body + 9);
            case LARGE_EMOJI -> regular(display, inter, system.getName(), body * 5 / 2);
        };
    }

    /** What each system calls its letters of one width. */
    private static String mono() {
        return switch (SWT.getPlatform()) {
            case "win32" -> "Consolas";
            case "cocoa" -> "Menlo";
            default -> "Monospace";
        };
    }

    private static Font regular(Device device, boolean inter, String system, int height) {
        return new Font(device, inter ? PREFERRED : system, height, SWT.NORMAL);
    }

    private static Font italic(Device device, boolean inter, String system, int height) {
        return new Font(device, inter ? PREFERRED : system, height, SWT.ITALIC);
    }

    /** Inter's semi-bold is a family of its own to fontconfig; elsewhere plain bold has to do. */
    private static Font strong(Device device, boolean inter, String system, int height) {
        boolean gtk = SWT.getPlatform().equals("gtk");
        if (inter && gtk) return new Font(device, PREFERRED + " Semi Bold", height, SWT.NORMAL);
        return new Font(device, inter ? PREFERRED : system, height, SWT.BOLD);
    }
}
