package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

import parley.client.api.AppLock;
import parley.client.api.Event.LinkChanged;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.StatusLine;
import parley.desktop.api.StatusLine.Tone;
import parley.desktop.api.text.Phrases;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says at the foot of the window what somebody should know: what went wrong, else how the link to the relay stands. It
 * may name people, and is forgotten when the profile is locked.
 */
@Component(service = {Notices.class, StatusContribution.class, AppLock.Listener.class})
public final class Notices implements StatusContribution, AppLock.Listener {

    private static final Phrases T = Phrases.of(Notices.class);

    /** What keeps Parley from working. */
    enum Source {
        /** The profile could not be read. */
        PROFILE,
        /** The relay of one's own does not run. */
        OWN_RELAY
    }

    /** For how long a notice stands, in seconds. */
    private static final long READABLE = 15;

    private @Nullable StatusLine line;
    private final Map<Source, String> troubles = new EnumMap<>(Source.class);
    private @Nullable String notice;
    private LinkChanged.State link = LinkChanged.State.CONNECTED;
    private Optional<String> reason = Optional.empty();

    @Override
    public synchronized void speakOn(StatusLine given) {
        line = given;
        speak();
    }

    /** The link to the relay stands so; {@code signedUp} because without an account there is none to miss. */
    synchronized void link(LinkChanged.State state, Optional<String> why, boolean signedUp) {
        link = signedUp ? state : LinkChanged.State.CONNECTED;
        reason = why;
        speak();
    }

    /** How the link stands, for a person; nothing where there is nothing to say of it. */
    private Optional<String> link() {
        return switch (link) {
            case CONNECTED -> Optional.empty();
            case RECONNECTING ->
                    Optional.of(
                            reason.map(why -> T.get("link.connecting.why", "why", why))
                                    .orElseGet(() -> T.get("link.connecting")));
            case OFFLINE ->
                    Optional.of(
                            reason.map(why -> T.get("link.offline.why", "why", why))
                                    .orElseGet(() -> T.get("link.offline")));
        };
    }

    /** Something a person should read once. */
    synchronized void notice(String text) {
        notice = text;
        speak();
        CompletableFuture.delayedExecutor(READABLE, TimeUnit.SECONDS).execute(() -> fade(text));
    }

    @SuppressWarnings("ReferenceEquality") // the same notice, not an equal one that came later
    private synchronized void fade(String text) {
        if (notice != text) return;
        notice = null;
        speak();
    }

    /** Something that keeps Parley from working; null when that works again. */
    synchronized void trouble(Source source, @Nullable String text) {
        if (text == null) troubles.remove(source);
        else troubles.put(source, text);
        speak();
    }

    @Override
    public synchronized void lockChanged(AppLock.State state) {
        if (state != AppLock.State.LOCKED) return;
        troubles.clear();
        notice = null;
        speak();
    }

    private void sayLink(StatusLine there) {
        link().ifPresentOrElse(words -> there.say(Tone.BUSY, words), there::clear);
    }

    private void speak() {
        if (line == null) return;
        var profile = troubles.get(Source.PROFILE);
        var ownRelay = troubles.get(Source.OWN_RELAY); // stands for long: what is said once goes before it
        if (profile != null) line.say(Tone.WARNING, Texts.sentence(profile));
        else if (notice != null) line.say(Tone.WARNING, Texts.sentence(notice));
        else if (ownRelay != null) line.say(Tone.WARNING, Texts.sentence(ownRelay));
        else sayLink(line);
    }
}
