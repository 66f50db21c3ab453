package parley.desktop.chat;

import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Governance;
import parley.client.api.Presences;
import parley.client.api.Profiles;
import parley.client.api.Verification;
import parley.desktop.api.UiThread;
import parley.desktop.chat.image.Pixels;
import parley.desktop.chat.image.Square;
import parley.desktop.chat.paint.Portraits;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * What the window asks about people and about how groups are governed. Each question has a virtual thread of its own;
 * who asked hears the answer on the UI thread.
 */
@Component(service = PeopleDesk.class)
public final class PeopleDesk {

    private static final System.Logger log = System.getLogger(PeopleDesk.class.getName());

    private final Profiles profiles;
    private final Presences presences;
    private final Verification verification;
    private final Governance governance;
    private final UiThread ui;
    private final Names names;
    private final Set<ConversationId> groups = ConcurrentHashMap.newKeySet();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    /**
     * Reads pictures one after the other: a later one of the same person never comes before an earlier one. A thread of
     * the system, which does not hold up virtual ones.
     */
    private final ExecutorService portraits =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("portraits").factory());

    private volatile PictureFile.Choice choice = PictureFile::dialog;
    private volatile Runnable seen = () -> {};

    @Activate
    public PeopleDesk(
            @Reference Profiles profiles,
            @Reference Presences presences,
            @Reference Verification verification,
            @Reference Governance governance,
            @Reference UiThread ui) {
        this.profiles = profiles;
        this.presences = presences;
        this.verification = verification;
        this.governance = governance;
        this.ui = ui;
        names = new Names(profiles, (who, picture) -> pictured(Names.key(who), picture));
    }

    @Deactivate
    void close() {
        portraits.shutdownNow();
        ui.execute(() -> { // whoever locks leaves nobody's picture in memory
            var display = Display.getCurrent();
            if (display != null) Portraits.of(display).clear();
        });
    }

    /**
     * Asks a person at {@code asking} for a picture, and reads it.
     *
     * @param begun runs once they have chosen a file
     */
    void picture(Control asking, Runnable begun, Consumer<Pixels> done, Consumer<String> failed) {
        choice.ask(asking.getShell())
                .filter(_ -> !asking.isDisposed()) // the profile may have been locked meanwhile
                .ifPresent(file -> {
                    begun.run();
                    Errand<Pixels> errand = () -> PictureFile.read(file);
                    errand.start(ui, done, failed);
                });
    }

    /** Has a file be chosen by {@code changed} from now on. */
    void choice(PictureFile.Choice changed) {
        choice = changed;
    }

    /** Whether the picture of {@code group} was not read yet. */
    boolean isNew(ConversationId group) {
        return !groups.contains(group);
    }

    /** Reads the picture of {@code group} once, or anew. Takes the profile's disk. */
    void group(ConversationId group, boolean anew) throws CommandException {
        if (!groups.add(group) && !anew) return;
        try {
            pictured(group.hex(), governance.rules(group).picture().orElse(Bytes.EMPTY));
        } catch (CommandException e) {
            groups.remove(group);
            throw e;
        }
    }

    /** Shows {@code picture} of what is painted under {@code key}, unless it cannot be read; none if it is empty. */
    private void pictured(String key, Bytes picture) {
        if (picture.length() == 0 && !shown.contains(key)) return;
        shown.add(key);
        if (portraits.isShutdown()) return;
        portraits.execute(() -> {
            var round = round(picture);
            ui.latest(
                    List.of(this, key),
                    () -> {
                        var display = Display.getCurrent();
                        if (display == null || portraits.isShutdown()) return; // locked meanwhile
                        Portraits.of(display).put(key, round);
                        seen.run();
                    });
        });
    }

    private static @Nullable ImageData round(Bytes picture) {
        if (picture.length() == 0) return null;
        try {
            return Square.shown(picture.toArray());
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "a picture of somebody is not shown", e);
            return null;
        }
    }

    /** Runs {@code changed} on the UI thread whenever somebody has another picture. */
    void seen(Runnable changed) {
        seen = changed;
    }

    /** What people say that they are called. */
    Names names() {
        return names;
    }

    /** What was done with conversations: for threads that may wait for the profile's disk. */
    Governance governance() {
        return governance;
    }

    /** What one says of being there: for threads that may wait for the profile's disk. */
    Presences presences() {
        return presences;
    }

    /** A question about what people say of themselves. */
    @FunctionalInterface
    interface OfProfiles<T> {
        T ask(Profiles profiles) throws CommandException;
    }

    /** A question about who is there. */
    @FunctionalInterface
    interface OfPresences<T> {
        T ask(Presences presences) throws CommandException;
    }

    /** A question about whether people are who they seem. */
    @FunctionalInterface
    interface OfVerification<T> {
        T ask(Verification verification) throws CommandException;
    }

    /** A question about how a group is governed. */
    @FunctionalInterface
    interface OfGovernance<T> {
        T ask(Governance governance) throws CommandException;
    }

    <T> void profiles(OfProfiles<T> asked, Consumer<T> done, Consumer<String> failed) {
        Errand<T> errand = () -> asked.ask(profiles);
        errand.start(ui, done, failed);
    }

    <T> void presences(OfPresences<T> asked, Consumer<T> done, Consumer<String> failed) {
        Errand<T> errand = () -> asked.ask(presences);
        errand.start(ui, done, failed);
    }

    <T> void verification(OfVerification<T> asked, Consumer<T> done, Consumer<String> failed) {
        Errand<T> errand = () -> asked.ask(verification);
        errand.start(ui, done, failed);
    }

    <T> void governance(OfGovernance<T> asked, Consumer<T> done, Consumer<String> failed) {
        Errand<T> errand = () -> asked.ask(governance);
        errand.start(ui, done, failed);
    }

    /** A change of how a group is governed. */
    @FunctionalInterface
    interface Governing {
        void make(Governance governance, ConversationId group) throws CommandException;
    }

    void govern(ConversationId group, Governing made, Runnable done, Consumer<String> failed) {
        Errand<Boolean> errand =
                () -> {
                    made.make(governance, group);
                    return true;
                };
        errand.start(ui, _ -> done.run(), failed);
    }
}
