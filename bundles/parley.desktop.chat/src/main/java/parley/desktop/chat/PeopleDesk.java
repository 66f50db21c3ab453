package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Governance;
import parley.client.api.Profiles;
import parley.client.api.Verification;
import parley.desktop.api.UiThread;
import parley.protocol.ConversationId;

import java.util.function.Consumer;

/**
 * What the window asks about people and about how groups are governed. Each question has a virtual thread of its own;
 * who asked hears the answer on the UI thread.
 */
@Component(service = PeopleDesk.class)
public final class PeopleDesk {

    private final Profiles profiles;
    private final Verification verification;
    private final Governance governance;
    private final UiThread ui;
    private final Names names;

    @Activate
    public PeopleDesk(
            @Reference Profiles profiles,
            @Reference Verification verification,
            @Reference Governance governance,
            @Reference UiThread ui) {
        this.profiles = profiles;
        this.verification = verification;
        this.governance = governance;
        this.ui = ui;
        names = new Names(profiles);
    }

    /** What people say that they are called. */
    Names names() {
        return names;
    }

    /** What was done with conversations: for threads that may wait for the profile's disk. */
    Governance governance() {
        return governance;
    }

    /** A question about what people say of themselves. */
    @FunctionalInterface
    interface OfProfiles<T> {
        T ask(Profiles profiles) throws CommandException;
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
