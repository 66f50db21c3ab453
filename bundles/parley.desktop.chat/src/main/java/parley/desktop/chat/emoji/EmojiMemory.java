package parley.desktop.chat.emoji;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Remembers, in the profile, which emoji a person has used lately and in which tone of skin. Asked on the UI thread;
 * the disk is read and written on a thread of its own. Where the profile cannot be used, it remembers while it runs.
 */
@Component(service = EmojiMemory.class)
public final class EmojiMemory {

    /** How many are remembered: three rows. */
    static final int MOST = 27;

    private static final String SPACE = "desktop.emoji";
    private static final Bytes ID = Bytes.of(new byte[] {0});
    private static final byte VERSION = 1;
    private static final System.Logger log = System.getLogger(EmojiMemory.class.getName());

    /** What is remembered: the newest first, as they were written. */
    record State(int tone, List<String> recent) {

        static final State NONE = new State(0, List.of());

        State {
            recent = List.copyOf(recent);
        }

        State used(String text) {
            var now = new ArrayList<String>();
            now.add(text);
            recent.stream().filter(each -> !each.equals(text)).limit(MOST - 1).forEach(now::add);
            return new State(tone, now);
        }

        /** This, and behind it what was kept before. */
        State over(State kept) {
            var all = new LinkedHashSet<>(recent);
            all.addAll(kept.recent);
            return new State(tone == 0 ? kept.tone : tone, all.stream().limit(MOST).toList());
        }

        /** A version byte, the tone, then the texts in UTF-8 between line feeds. */
        Bytes encoded() {
            var texts = String.join("\n", recent).getBytes(StandardCharsets.UTF_8);
            var bytes = new byte[texts.length + 2];
            bytes[0] = VERSION;
            bytes[1] = (byte) tone;
            System.arraycopy(texts, 0, bytes, 2, texts.length);
            return Bytes.of(bytes);
        }

        /** As {@link #encoded} wrote it; nothing if it is of another version or damaged: no words are lost by it. */
        static State decoded(Bytes stored) {
            var bytes = stored.toArray();
            if (bytes.length < 2 || bytes[0] != VERSION || bytes[1] < 0 || bytes[1] > Emoji.TONES) return NONE;
            var texts = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
            var known = texts.lines().filter(each -> EmojiTable.get().name(each).isPresent()).limit(MOST).toList();
            return new State(bytes[1], known);
        }
    }

    private final Store store;
    private final ExecutorService disk =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("emoji-memory").factory());
    private volatile State state = State.NONE;

    /** Whether what the profile has is in it; until then nothing is written over that. */
    private volatile boolean known;

    @Activate
    public EmojiMemory(@Reference Store store) {
        this.store = store;
        look();
    }

    /** Reads what is remembered, unless that is known: the profile may not have been open until now. */
    private void look() {
        if (!known && !disk.isShutdown()) disk.execute(this::read);
    }

    @Deactivate
    void close() {
        disk.shutdown(); // what was used last is still written
    }

    /** The emoji used lately, the newest first. */
    List<Emoji> recent() {
        look();
        return state.recent().stream().map(EmojiMemory::emoji).toList();
    }

    /** In the tone in which it was used: a person may greet some in theirs and others in another. */
    private static Emoji emoji(String text) {
        return new Emoji(text, EmojiTable.get().name(text).orElse(text), List.of(), List.of(), List.of());
    }

    /** The tone of skin that was chosen last: 0 for the plain one, up to {@link Emoji#TONES}. */
    public int tone() {
        return state.tone();
    }

    void tone(int tone) {
        keep(now -> new State(tone, now.recent()));
    }

    /** Remembers that {@code text} was used. */
    public void used(String text) {
        keep(now -> now.used(text));
    }

    private void keep(UnaryOperator<State> change) {
        change(change);
        if (!disk.isShutdown()) disk.execute(this::write);
    }

    private synchronized void change(UnaryOperator<State> change) {
        state = change.apply(state);
    }

    private void read() {
        if (known) return;
        try {
            var stored = store.transact(tx -> tx.get(SPACE, ID));
            if (stored.isPresent()) change(now -> now.over(State.decoded(stored.get())));
            known = true;
        } catch (CommandException e) {
            log.log(System.Logger.Level.DEBUG, "which emoji were used cannot be read", e);
        }
    }

    /** Writes what there is by now, which may be more than whoever asked for it knew of. */
    private void write() {
        read();
        if (!known) return;
        try {
            store.run(tx -> tx.put(SPACE, ID, state.encoded()));
        } catch (CommandException e) {
            log.log(System.Logger.Level.DEBUG, "which emoji were used cannot be kept", e);
        }
    }
}
