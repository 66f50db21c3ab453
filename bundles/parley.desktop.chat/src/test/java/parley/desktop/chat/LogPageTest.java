package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What went wrong can be handed on without what is nobody's business. */
class LogPageTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void copiesTheLogWithoutNamesAddressesAndFolders() throws Exception {
        var client = new FakeClient();
        Scripts.full(client);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            var log = Logger.getLogger("parley.transport.netty.Links");
            log.log(
                    Level.WARNING,
                    "No link to robin@relay.example at 192.0.2.7:7463",
                    new java.io.IOException("cannot write /home/robin/.parley/client/history"));
            robot.chord(SWT.MOD1, ',');
            var search = robot.find(StyledText.class, "preferences.search");
            robot.waitFor("the keyboard in the search", search::isFocusControl);
            robot.type("log");
            var text = robot.find(StyledText.class, "log.text");
            robot.picture("log-light");
            stage.bench.theme(true);
            robot.size(640, 440);
            robot.picture("log-narrow-dark");
            robot.size(1000, 700);
            robot.click("log.copy");
            var copied =
                    robot.ui(() -> {
                        var clipboard = new Clipboard(Display.getCurrent());
                        try {
                            return (String) clipboard.getContents(TextTransfer.getInstance());
                        } finally {
                            clipboard.dispose();
                        }
                    });
            assertEquals(robot.ui(text::getText), copied);
            assertTrue(copied.contains("parley.transport.netty.Links: No link to …@… at …"), copied);
            assertTrue(copied.contains("cannot write ~/client/history"), copied);
            assertFalse(copied.contains("robin"), copied);
        }
    }
}
