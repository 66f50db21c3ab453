package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Profiles;
import parley.client.api.Profiles.Profile;
import parley.desktop.api.control.Words;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What people say that they are called, as far as it was asked for. Read off the UI thread; asked from any thread,
 * which waits for nothing.
 */
final class Names {

    /** More people are not remembered: whoever is beyond is called by their address. */
    private static final int MOST = 10_000;

    /**
     * A name that somebody gave themselves, harmless and on one line.
     *
     * @param doubtful whether it could be meant to be taken for somebody else's
     */
    record Called(AccountKey account, String name, boolean doubtful) {}

    private final Profiles profiles;
    private final BiConsumer<Address, Bytes> pictured;
    private final Map<Address, Called> all = new ConcurrentHashMap<>();

    /** Who has a name, by how it is compared. */
    private final Map<String, Set<Address>> bearers = new ConcurrentHashMap<>();

    Names(Profiles profiles) {
        this(profiles, (_, _) -> {});
    }

    /**
     * @param pictured hears of everybody's picture when it is read: none of those whose name could mislead
     */
    Names(Profiles profiles, BiConsumer<Address, Bytes> pictured) {
        this.profiles = profiles;
        this.pictured = pictured;
    }

    /** Reads how {@code who} is called, unless that is known of the account. Takes the profile's disk. */
    void learn(Address who, AccountKey account) throws CommandException {
        var known = all.get(who);
        if (known == null || !known.account().equals(account)) read(who, account);
    }

    /** The same of somebody met in a group, who does not stand in for another of that address. */
    void meet(Address who, AccountKey account) throws CommandException {
        if (!all.containsKey(who)) read(who, account);
    }

    /** Reads it anew: they are called otherwise, if that is who they were. */
    void again(Address who, AccountKey account) throws CommandException {
        var known = all.get(who);
        if (known == null || known.account().equals(account)) read(who, account);
    }

    private synchronized void read(Address who, AccountKey account) throws CommandException {
        if (all.size() >= MOST && !all.containsKey(who)) return;
        var profile = profiles.of(account);
        var called = profile.map(Names::called).orElseGet(() -> new Called(account, "", false));
        pictured.accept(who, called.doubtful() ? Bytes.EMPTY : profile.map(Profile::picture).orElse(Bytes.EMPTY));
        var before = all.put(who, called);
        if (before != null) bearers.getOrDefault(plain(before.name()), new HashSet<>()).remove(who);
        if (!called.name().isEmpty())
            bearers.computeIfAbsent(plain(called.name()), _ -> ConcurrentHashMap.newKeySet()).add(who);
    }

    static Called called(Profile profile) {
        boolean doubtful = profile.disguised() || profile.lookalikeOf().isPresent();
        return new Called(profile.account(), Words.line(profile.name()), doubtful);
    }

    /**
     * What {@code who} is called, doubtful also if somebody else is called so; nothing if they say nothing, or nobody
     * has asked yet.
     */
    Optional<Called> of(Address who) {
        var called = all.get(who);
        if (called == null || called.name().isEmpty()) return Optional.empty();
        boolean doubtful = called.doubtful() || bearers.getOrDefault(plain(called.name()), Set.of()).size() > 1;
        return Optional.of(new Called(called.account(), called.name(), doubtful));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
