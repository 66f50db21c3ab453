package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

import parley.client.api.AppLock;
import parley.client.api.Event.LinkChanged;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.StatusLine;
import parley.desktop.api.StatusLine.Tone;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says at the foot of the window what somebody should know: what went wrong, else how the link to the relay stands. It
 * may name people, and is forgotten when the profile is locked.
 */
@Component(service = {Notices.class, StatusContribution.class, AppLock.Listener.class})
public final class Notices implements StatusContribution, AppLock.Listener {

    /** For how long a notice stands, in seconds. */
    private static final long READABLE = 15;

    private @Nullable StatusLine line;
    private @Nullable String trouble;
    private @Nullable String notice;
    private @Nullable String link;

    @Override
    public synchronized void speakOn(StatusLine given) {
        line = given;
        speak();
    }

    /** The link to the relay stands so; {@code signedUp} because without an account there is none to miss. */
    synchronized void link(LinkChanged.State state, Optional<String> reason, boolean signedUp) {
        link =
                switch (state) {
                    case CONNECTED -> null;
                    case RECONNECTING -> reason.map(why -> "Connecting… " + why).orElse("Connecting…");
                    case OFFLINE ->
                            reason.map(why -> "Offline. " + why).orElse("Offline. Messages wait until there is a way.");
                };
        if (!signedUp) link = null;
        speak();
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

    /** Something that keeps Parley from working; null when it works again. */
    synchronized void trouble(@Nullable String text) {
        trouble = text;
        speak();
    }

    @Override
    public synchronized void lockChanged(AppLock.State state) {
        if (state != AppLock.State.LOCKED) return;
        trouble = null;
        notice = null;
        speak();
    }

    private void speak() {
        if (line == null) return;
        if (trouble != null) line.say(Tone.WARNING, Texts.sentence(trouble));
        else if (notice != null) line.say(Tone.WARNING, Texts.sentence(notice));
        else if (link != null) line.say(Tone.BUSY, link);
        else line.clear();
    }
}
