package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.SuiteChanges;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.SuiteChanges.Outcome;
import parley.client.api.SuiteChanges.SuiteOf;
import parley.client.api.Suites;
import parley.client.api.Suites.Suite;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Knows which cipher suites are there, and has a conversation's changed when a person asks for it. Both may come and
 * go; without the latter nothing about changes is offered.
 */
@Component(service = CipherDesk.class)
public final class CipherDesk {

    private static final Phrases T = Phrases.of(CipherDesk.class);

    private final UiThread ui;
    private volatile @Nullable Suites suites;
    private volatile @Nullable SuiteChanges changes;
    private volatile Consumer<Optional<List<Integer>>> seen = _ -> {};

    @Activate
    public CipherDesk(@Reference UiThread ui) {
        this.ui = ui;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSuites(Suites there) {
        suites = there;
        look();
    }

    void unsetSuites(Suites gone) {
        if (suites == gone) suites = null;
        look();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChanges(SuiteChanges there) {
        changes = there;
        look();
    }

    void unsetChanges(SuiteChanges gone) {
        if (changes == gone) changes = null;
        look();
    }

    /**
     * Tells {@code watcher}, on the UI thread, which suites are there as far as is known: now and whenever that
     * changes. One that nobody has needed yet counts as there: to test all takes a start longer than to show a window.
     */
    void watch(Consumer<Optional<List<Integer>>> watcher) {
        seen = watcher;
        look();
    }

    /** Looks again: the suites have changed. */
    void look() {
        ui.latest(this, () -> seen.accept(Optional.ofNullable(suites).map(Suites::registered)));
    }

    /** Runs {@code done}, on the UI thread, once each suite is tested. */
    void test(Runnable done) {
        var asked = suites;
        if (asked == null) return;
        Errand<List<Suite>> errand = asked::awaitPresent;
        errand.start(ui, _ -> done.run(), _ -> {});
    }

    /** Whether a conversation's suite can be asked for and changed. */
    boolean changes() {
        return changes != null;
    }

    /** Those that are there, as they are known without waiting. */
    List<Suite> present() {
        var asked = suites;
        return asked == null ? List.of() : asked.present();
    }

    void of(ConversationId id, Consumer<SuiteOf> found, Consumer<CommandException> failed) {
        Errand<SuiteOf> errand = () -> needed().of(id);
        errand.begin(ui, found, failed);
    }

    /** Changes a conversation to {@code suite}; may take half a minute. */
    void use(ConversationId id, int suite, Consent consent, Consumer<Outcome> done, Consumer<CommandException> failed) {
        Errand<Outcome> errand = () -> needed().use(id, suite, consent);
        errand.begin(ui, done, failed);
    }

    void cancel(ConversationId id, Runnable done, Consumer<CommandException> failed) {
        Errand<Boolean> errand = () -> needed().cancel(id);
        errand.begin(ui, _ -> done.run(), failed);
    }

    /** Which suite new conversations are to use; empty for the strongest. */
    void preferred(Consumer<Optional<Integer>> found, Consumer<CommandException> failed) {
        Errand<Optional<Integer>> errand = () -> needed().preferred();
        errand.begin(ui, found, failed);
    }

    /** Has new conversations use {@code suite}, where everybody has it. */
    void prefer(int suite, boolean weaker, Runnable done, Consumer<CommandException> failed) {
        Errand<Boolean> errand =
                () -> {
                    needed().prefer(suite, weaker);
                    return true;
                };
        errand.begin(ui, _ -> done.run(), failed);
    }

    private SuiteChanges needed() throws CommandException {
        var there = changes;
        if (there != null) return there;
        throw new CommandException(Code.REFUSED, T.get("ciphers.off"));
    }
}
