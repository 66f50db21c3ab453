package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.SuiteChanges;
import parley.client.api.Suites;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Suites in memory, and conversations that change theirs as they are told to. */
final class FakeSuites implements Suites, SuiteChanges {

    volatile List<Suite> present = List.of();
    volatile List<Integer> untested = List.of();
    volatile boolean awaited;
    final Map<ConversationId, SuiteOf> of = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    volatile Optional<CommandException> refusal = Optional.empty();
    private volatile Optional<Integer> preferred = Optional.empty();

    static Suite suite(int id, String provider) {
        return new Suite(id, "MLS_" + id, provider);
    }

    @Override
    public List<Suite> present() {
        return present;
    }

    @Override
    public List<Integer> registered() {
        return Stream.concat(present.stream().map(Suite::id), untested.stream()).toList();
    }

    @Override
    public List<Suite> awaitPresent() {
        awaited = true;
        return present;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized void set(SuiteOf changed) {
        of.put(changed.conversation(), changed);
    }

    @Override
    public synchronized SuiteOf of(ConversationId conversation) throws CommandException {
        var found = of.get(conversation);
        if (found == null) throw new CommandException(Code.NOT_FOUND, "there is no such conversation");
        return found;
    }

    @Override
    public synchronized Outcome use(ConversationId conversation, int suite, Consent consent) throws CommandException {
        calls.add("use " + suite + (consent.weaker() ? " weaker" : "") + (consent.waiting() ? " waiting" : ""));
        if (refusal.isPresent()) throw refusal.get();
        var was = of(conversation);
        var lacking =
                was.candidates().stream()
                        .filter(it -> it.suite() == suite)
                        .findFirst()
                        .map(Candidate::lacking)
                        .orElse(List.<Address>of());
        boolean made = lacking.isEmpty();
        var wanted = made ? Optional.<Wanted>empty() : Optional.of(new Wanted(suite, "MLS_" + suite, lacking));
        of.put(
                conversation,
                new SuiteOf(
                        conversation,
                        made ? suite : was.suite(),
                        "MLS_" + (made ? suite : was.suite()),
                        true,
                        true,
                        wanted,
                        made ? List.of() : was.candidates()));
        return made ? new Changed() : new Waiting(lacking);
    }

    @Override
    public synchronized boolean cancel(ConversationId conversation) throws CommandException {
        calls.add("cancel");
        var was = of(conversation);
        set(
                new SuiteOf(
                        conversation,
                        was.suite(),
                        was.name(),
                        was.present(),
                        was.mayChange(),
                        Optional.empty(),
                        was.candidates()));
        return was.wanted().isPresent();
    }

    @Override
    public Optional<Integer> preferred() {
        return preferred;
    }

    @Override
    public synchronized void prefer(int suite, boolean weaker) throws CommandException {
        calls.add("prefer " + suite + (weaker ? " weaker" : ""));
        int strongest = present.getFirst().id();
        if (suite != strongest && !weaker)
            throw new CommandException(Yes.WEAKER, "it is weaker than others; say so if you want it");
        preferred = Optional.of(suite);
    }
}
