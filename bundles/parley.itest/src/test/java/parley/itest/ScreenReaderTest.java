package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.itest.ScreenReader.State;
import parley.itest.ScreenReader.Thing;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the running desktop tells screen readers, read from their own bus: everything that can be acted on has a role
 * and a name, what is in lists is a sentence, and where the keyboard is can be found. What was read is in {@code
 * target/accessibility}.
 */
@Timeout(300)
class ScreenReaderTest {

    /** What is acted on, in AT-SPI's words. */
    private static final Set<String> ACTIVE =
            Set.of(
                    "push button",
                    "toggle button",
                    "check box",
                    "radio button",
                    "list",
                    "list item",
                    "text",
                    "entry",
                    "password text",
                    "link",
                    "menu",
                    "menu item",
                    "slider");

    @TempDir Path directory;

    @Test
    void everythingHasARoleAndAName() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            try (var desktop = new SeenDesktop(company.home("robin"));
                    var reader = new ScreenReader()) {
                desktop.robot("size", "1100", "760");
                desktop.awaitShown("first.name");
                assertNamed(reader, "first");
                assertUsable(reader, "Join with the invitation", false);
                var keys = new Keyboard(desktop);
                keys.type("robin");
                keys.reach("first.link");
                assertUsable(reader, "Join with the invitation", false);
                keys.paste(company.invite());
                assertUsable(reader, "Join with the invitation", true);
                keys.enter();
                desktop.awaitShown("conversations");
                assertNamed(reader, "empty");
                people(desktop, keys, reader, alice);
                talk(desktop, keys, reader, alice);
                pages(desktop, keys, reader);
                preferences(desktop, keys, reader);
            }
        }
    }

    private static void people(SeenDesktop desktop, Keyboard keys, ScreenReader reader, Person alice) throws Exception {
        alice.client().askOk("connect", robin(alice));
        desktop.awaitSpoken("conversations", "Requests · 1");
        assertItem(reader, "Requests · 1: alice@.* wants to talk with you.*");
        keys.choose("conversations", "Requests · 1");
        desktop.awaitShown("requests.asking");
        assertNamed(reader, "requests");
        keys.choose("requests.asking", alice.address());
        keys.awaitAt("person.accept");
        assertNamed(reader, "request");
        assertFocused(reader, "push button", "Accept");
        keys.enter();
        keys.awaitAt("compose");
        keys.command("n");
        desktop.awaitShown("add.address");
        assertNamed(reader, "add");
        keys.press("add.group");
        keys.awaitAt("group.title");
        assertNamed(reader, "group-new");
        keys.press("group.back");
    }

    private static void talk(SeenDesktop desktop, Keyboard keys, ScreenReader reader, Person alice) throws Exception {
        var group = alice.client().askOk("group", "create", "צוות — Harbour crew ⛵").getString("conversation");
        alice.client().askOk("group", "add", group, robin(alice));
        alice.client().askOk("say", group, "Who is in?");
        keys.choose("conversations", "Harbour crew");
        desktop.awaitSpoken("timeline", "Who is in?");
        for (var text : List.of("See you at eight", "Bring soup")) alice.client().askOk("say", robin(alice), text);
        desktop.awaitSpoken("conversations", "2 new messages: Bring soup");
        assertItem(reader, "alice, online, 2 new messages: Bring soup, \\d+:\\d\\d");
        keys.choose("conversations", "alice");
        desktop.awaitSpoken("timeline", "See you at eight");
        assertUsable(reader, "Send", false);
        keys.write("compose", "Both!");
        assertUsable(reader, "Send", true);
        keys.type("\r");
        desktop.awaitSpoken("timeline", "delivered: Both!");
        assertNamed(reader, "talk");
        assertItem(reader, "alice, \\d+:\\d\\d: See you at eight");
        assertItem(reader, "You, \\d+:\\d\\d, delivered: Both!");
        keys.walk("timeline", "See you at eight");
        assertFocused(reader, "list", "Messages");
        assertFocused(reader, "list item", "alice, \\d+:\\d\\d: See you at eight");
        keys.press("composer.emoji");
        desktop.awaitShown("picker");
        assertNamed(reader, "emoji");
        desktop.robot("press", "escape");
    }

    private static void pages(SeenDesktop desktop, Keyboard keys, ScreenReader reader) throws Exception {
        keys.press("talk.details");
        desktop.awaitShown("contact.check");
        assertNamed(reader, "contact");
        keys.press("contact.protection");
        desktop.awaitShown("protection.back");
        assertNamed(reader, "protection");
        keys.press("protection.back");
        keys.choose("conversations", "Harbour crew");
        keys.press("talk.details");
        desktop.awaitShown("group.leave");
        assertItem(reader, "alice.*Admin.*");
        assertNamed(reader, "group");
        keys.press("group.talk");
        keys.chord("p");
        desktop.awaitShown("plugins.install");
        assertNamed(reader, "plugins");
        keys.chord("f");
        keys.awaitAt("search");
        keys.type("soup");
        desktop.awaitSpoken("conversations", "1 found");
        assertNamed(reader, "search");
        assertItem(reader, ".*Bring soup.*");
        desktop.robot("press", "escape");
        keys.command("k");
        desktop.awaitShown("finder.list");
        assertNamed(reader, "finder");
        desktop.robot("press", "escape");
    }

    /** Each page of the preferences; the page of the lock to its end. */
    private static void preferences(SeenDesktop desktop, Keyboard keys, ScreenReader reader) throws Exception {
        desktop.robot("key", ",");
        desktop.awaitShown("preferences.pages");
        var pages = desktop.robot("spoken", "preferences.pages").lines().toList();
        assertTrue(pages.size() > 3, pages::toString);
        for (var page : pages) {
            keys.choose("preferences.pages", page);
            assertNamed(reader, "preferences-" + page.replace(' ', '-'));
        }
        keys.choose("preferences.pages", "Lock");
        keys.write("lock.new", "elegant cousin odor");
        keys.write("lock.again", "elegant cousin odor");
        keys.press("lock.set");
        desktop.awaitShown("lock.change");
        assertNamed(reader, "preferences-locking");
        keys.command("l");
        keys.awaitAt("locked.passphrase");
        var locked = assertNamed(reader, "locked");
        assertEquals(List.of(), ScreenReader.of(locked, it -> it.name().contains("alice")), "told while locked");
    }

    private static String robin(Person other) {
        return other.address().replaceFirst("^[^@]+", "robin");
    }

    /**
     * Reads the window, keeps what was read under {@code name}, and looks for what has no name or no role. The window
     * may change while it is read: it is read until it is right.
     */
    private static Thing assertNamed(ScreenReader reader, String name) throws Exception {
        var end = System.nanoTime() + Actor.PATIENCE.toNanos();
        while (true) {
            var window = reader.window();
            try {
                assertNamed(window, name);
                return window;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) throw e;
            }
        }
    }

    private static void assertNamed(Thing window, String name) throws Exception {
        var folder = Files.createDirectories(Path.of("target", "accessibility"));
        Files.writeString(folder.resolve(name + ".txt"), window.written());
        assertEquals(List.of(), nameless(window, false).map(Thing::written).toList(), "without a name: " + name);
        var unclear = ScreenReader.of(window, it -> it.is(State.FOCUSED) && !acts(it) && it.parts().isEmpty());
        assertEquals(List.of(), unclear.stream().map(Thing::written).toList(), "has the keyboard, is nothing: " + name);
        // What is in a list counts as where its list is: GTK knows of the canvas alone.
        var focused = ScreenReader.of(window, it -> it.is(State.FOCUSED) && !it.role().equals("list item"));
        assertEquals(1, focused.size(), () -> "has the keyboard in " + name + ": " + focused);
        assertTrue(ScreenReader.of(window, ScreenReaderTest::acts).size() > 1, window::written);
    }

    /** What can be acted on and has no name, nor stands alone in something that has one for it. */
    private static Stream<Thing> nameless(Thing in, boolean named) {
        if (in.is(State.SHOWING) && acts(in) && in.name().isBlank() && !named) return Stream.of(in);
        boolean names = in.role().equals("panel") && (named || !in.name().isBlank()) && in.parts().size() == 1;
        return in.parts().stream().flatMap(part -> nameless(part, names));
    }

    private static boolean acts(Thing thing) {
        return ACTIVE.contains(thing.role());
    }

    private static void assertItem(ScreenReader reader, String pattern) throws Exception {
        awaitThing(reader, it -> it.role().equals("list item") && it.name().matches(pattern), pattern);
    }

    private static void assertFocused(ScreenReader reader, String role, String pattern) throws Exception {
        awaitThing(
                reader,
                it -> it.is(State.FOCUSED) && it.role().equals(role) && it.name().matches(pattern),
                "the keyboard at " + pattern);
    }

    /** That the button {@code name} is told as one that can be used now, or cannot. */
    private static void assertUsable(ScreenReader reader, String name, boolean usable) throws Exception {
        awaitThing(
                reader,
                it -> it.role().equals("push button") && it.name().equals(name) && it.is(State.SENSITIVE) == usable,
                name + (usable ? " as usable" : " as not usable"));
    }

    private static void awaitThing(ScreenReader reader, Predicate<Thing> wanted, String what) throws Exception {
        var end = System.nanoTime() + Actor.PATIENCE.toNanos();
        var window = reader.window();
        while (ScreenReader.of(window, wanted).isEmpty()) {
            assertTrue(System.nanoTime() < end, "not told: " + what + "\n" + window.written());
            window = reader.window();
        }
    }
}
