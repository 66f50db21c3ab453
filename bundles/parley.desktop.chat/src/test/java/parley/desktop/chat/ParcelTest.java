package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.ImageTransfer;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** A person pastes pictures and files, drags files in, and has words become emoji. */
class ParcelTest extends AtComposer {

    private List<String> said(ConversationId talk) {
        return client.conversations.page(talk, Long.MAX_VALUE, 10).stream().map(Message::text).toList();
    }

    private void copy(Object[] things, Transfer... kinds) {
        robot.run(() -> {
            var clipboard = new Clipboard(field().getDisplay());
            clipboard.setContents(things, kinds);
            clipboard.dispose();
        });
    }

    private void paste() {
        robot.chord(SWT.MOD1, 'v');
    }

    private static ImageData picture(int width, int height) {
        var pixels = new ImageData(width, height, 24, new PaletteData(0xFF0000, 0xFF00, 0xFF));
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                pixels.setPixel(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | 90);
        return pixels;
    }

    private void pastePicture() {
        copy(new Object[] {picture(320, 200)}, ImageTransfer.getInstance());
        paste();
        robot.waitFor("the picture", () -> robot.shows("parcel"));
    }

    private String parcel() {
        if (!robot.shows("parcel")) return "";
        var parcel = robot.find(Control.class, "parcel");
        return robot.ui(() -> Robot.spoken(parcel, -1));
    }

    @Test
    void sendsAPastedPictureWithWhatIsWritten() throws Exception {
        pastePicture();
        assertEquals("To be sent: Picture, 320 × 200", parcel());
        assertEquals(List.of(), said(mira), "not before Enter");
        robot.type("the lake\r");
        robot.waitFor("both", () -> said(mira).size() == 2);
        assertEquals("the lake", said(mira).get(1));
        var file = home.resolve("files").resolve(said(mira).getFirst());
        var sent = new ImageData(file.toString());
        assertEquals(320, sent.width);
        assertEquals(picture(320, 200).getPixel(100, 50) & 0xFFFFFF, rgb(sent, 100, 50));
        assertEquals("", parcel());
        assertEquals("", written());
    }

    private static int rgb(ImageData image, int x, int y) {
        var colour = image.palette.getRGB(image.getPixel(x, y));
        return colour.red << 16 | colour.green << 8 | colour.blue;
    }

    @Test
    void sendsSeveralWithoutWordsAndPutsThemAway() {
        pastePicture();
        robot.click("parcel.cancel");
        assertEquals("", parcel());
        pastePicture();
        paste();
        robot.waitFor("two", () -> parcel().startsWith("2 to be sent: Picture"));
        robot.click("send");
        robot.waitFor("both", () -> said(mira).size() == 2);
        assertEquals(2, said(mira).stream().distinct().count(), "" + said(mira));
    }

    @Test
    void keepsThemWhereTheyWerePastedAndWhenTheyAreRefused() throws Exception {
        pastePicture();
        stage.open(ana);
        assertEquals("", parcel());
        stage.open(mira);
        assertEquals("To be sent: Picture, 320 × 200", parcel());
        client.refusal = Optional.of(new CommandException(Code.REFUSED, "sending has stopped"));
        robot.click(field(), 20, 8);
        robot.type("x\r");
        robot.waitFor("it back", () -> parcel().startsWith("To be sent: Picture 2"));
        robot.waitFor("the words", () -> written().equals("x"));
        assertTrue(robot.words("banner").contains("Sending has stopped."), robot.words("banner"));
        client.refusal = Optional.empty();
        robot.type("\r");
        robot.waitFor("both", () -> said(mira).size() == 2);
        try (var files = Files.list(home.resolve("files"))) {
            assertEquals(1, files.count(), "it was made a file once");
        }
    }

    @Test
    void takesCopiedFilesAlongAndTextAsText() throws Exception {
        var file = Files.writeString(home.resolve("plan\u202Efdp.exe"), "x");
        copy(new Object[] {new String[] {file.toString()}}, FileTransfer.getInstance());
        paste();
        robot.waitFor("the file", () -> parcel().equals("To be sent: planfdp.exe"));
        copy(new Object[] {"words", picture(4, 4)}, TextTransfer.getInstance(), ImageTransfer.getInstance());
        paste();
        robot.waitFor("words", () -> !written().isEmpty());
        assertEquals("words", written(), "who copies a table out of a page means its words");
        assertEquals("To be sent: planfdp.exe", parcel());
        robot.type("\r");
        robot.waitFor("both", () -> said(mira).size() == 2);
    }

    @Test
    void saysWhoGetsWhatIsDraggedIn() {
        assertFalse(robot.shows("drop.shade"));
        robot.dragIn("talk", "/tmp/a.txt");
        assertTrue(robot.shows("drop.shade"));
        var shade = robot.find(Control.class, "drop.shade");
        assertEquals("Drop to send to mira", robot.ui(() -> Robot.spoken(shade, -1)));
        robot.dragOut("talk");
        assertFalse(robot.shows("drop.shade"));
        robot.dragIn("talk", "/tmp/a.txt");
        robot.drop("talk", "/tmp/a.txt");
        assertFalse(robot.shows("drop.shade"));
        robot.waitFor("the file", () -> said(mira).equals(List.of("a.txt")));
    }

    @Test
    void makesEmojiOfShortCodes() {
        robot.type("well :smil");
        assertTrue(robot.shows("offers"));
        var offers = robot.find(Control.class, "offers");
        assertEquals(":smile:", robot.ui(() -> Robot.spoken(offers, 0)));
        robot.type("\r");
        assertEquals("well 😄", written());
        assertFalse(robot.shows("offers"));
        robot.type(" :grinning:");
        robot.waitFor("offers for a whole code", () -> robot.shows("offers"));
        robot.type("\r");
        robot.waitFor("it", () -> written().equals("well 😄 😀"));
        robot.type("\r");
        robot.waitFor("it", () -> said(mira).equals(List.of("well 😄 😀")));
    }

    @Test
    void choosesAmongOffersByArrowsAndByThePointer() {
        robot.type(":smi");
        var offers = robot.find(Control.class, "offers");
        var second = robot.ui(() -> Robot.spoken(offers, 1));
        robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        assertFalse(written().contains(":"), written());
        assertFalse(written().equals("😄"), second);
        robot.run(() -> field().setText(""));
        robot.type(":smi");
        robot.click(robot.find(Control.class, "offers"), 40, 20);
        assertEquals("😄", written());
        robot.type("!");
        assertEquals("😄!", written(), "the keyboard has stayed");
    }

    @Test
    void leavesWordsAloneThatMeanNoEmoji() {
        for (var words :
                new String[] {"at 12:30", "a:smile", ":D", "https://example.org", ":nothing_is_so", ":smile x"}) {
            robot.run(() -> field().setText(""));
            robot.type(words);
            assertFalse(robot.shows("offers"), words);
        }
        robot.run(() -> field().setText(""));
        robot.type(":smi");
        robot.press(SWT.ESC);
        assertFalse(robot.shows("offers"));
        robot.type("l");
        assertFalse(robot.shows("offers"), "the person has said no to this word");
        robot.type("\r");
        robot.waitFor("it", () -> said(mira).equals(List.of(":smil")));
    }

    @Test
    void isThereInAWindowOfEverySize() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            var mode = dark ? "dark" : "light";
            stage.bench.theme(dark);
            robot.size(1000, 700);
            robot.click(field(), 20, 8);
            pastePicture();
            paste();
            robot.type("سلام! دریاچه :smi");
            assertTrue(robot.shows("parcel") && robot.shows("offers"));
            robot.picture("parcel-" + mode);
            robot.size(640, 480);
            assertTrue(robot.shows("parcel"));
            robot.picture("parcel-small-" + mode);
            robot.dragIn("talk", "/tmp/a.txt");
            assertTrue(robot.shows("drop.shade"));
            robot.picture("drop-" + mode);
            robot.dragOut("talk");
            assertFalse(robot.shows("drop.shade"));
            robot.press(SWT.ESC);
            robot.click("parcel.cancel");
            robot.run(() -> field().setText(""));
        }
    }
}
