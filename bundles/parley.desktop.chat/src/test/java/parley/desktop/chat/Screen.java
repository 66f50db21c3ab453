package parley.desktop.chat;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Says whether there is a screen to test on. */
public final class Screen {

    private Screen() {}

    /** Without a display: fails where tests must run, else says why they do not. */
    public static void needed() {
        boolean there = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        if (there) return;
        var how = "no DISPLAY: run under xvfb-run -a -s \"-screen 0 1400x900x24\"";
        if ("true".equals(System.getenv("CI"))) Assertions.fail(how);
        Assumptions.abort(how);
    }
}
