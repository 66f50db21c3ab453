package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Profiles;
import parley.client.api.Profiles.Profile;
import parley.desktop.api.control.Words;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What people say that they are called, as far as it was asked for, by the key of their account: somebody else may be
 * met under the same address in another group. Read off the UI thread; asked from any thread, which waits for nothing.
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

    /** Somebody, by the address under which they were met last. */
    private record Met(Address address, Called called) {}

    /**
     * Whose an address is.
     *
     * @param known whether it is our own, or a contact's: theirs, whoever is met under it
     * @param contested whether another was met under it, so that nobody can tell
     */
    private record Holder(AccountKey account, boolean known, boolean contested) {}

    private final Profiles profiles;
    private final BiConsumer<AccountKey, Bytes> pictured;
    private final Map<AccountKey, Met> all = new ConcurrentHashMap<>();
    private final Map<Address, Holder> holders = new ConcurrentHashMap<>();

    /** Who has a name, by how it is compared. */
    private final Map<String, Set<Address>> bearers = new ConcurrentHashMap<>();

    Names(Profiles profiles) {
        this(profiles, (_, _) -> {});
    }

    /**
     * @param pictured hears of everybody's picture when it is read: none of those whose name could mislead
     */
    Names(Profiles profiles, BiConsumer<AccountKey, Bytes> pictured) {
        this.profiles = profiles;
        this.pictured = pictured;
    }

    /** Under what a picture of somebody is painted. */
    static String key(AccountKey who) {
        return who.hex();
    }

    /** Reads how somebody is called whose address is known to be theirs. Takes the profile's disk. */
    void learn(Address who, AccountKey account) throws CommandException {
        if (holders.size() < MOST || holders.containsKey(who)) holders.put(who, new Holder(account, true, false));
        if (!all.containsKey(account)) read(who, account);
    }

    /** The same of somebody met in a group, who does not stand in for another of that address. */
    void meet(Address who, AccountKey account) throws CommandException {
        if (holders.size() < MOST || holders.containsKey(who)) {
            holders.merge(
                    who,
                    new Holder(account, false, false),
                    (there, _) ->
                            there.known() || there.account().equals(account)
                                    ? there
                                    : new Holder(there.account(), false, true));
        }
        if (!all.containsKey(account)) read(who, account);
    }

    /** Reads it anew: they are called otherwise. */
    void again(Address who, AccountKey account) throws CommandException {
        read(who, account);
    }

    private synchronized void read(Address who, AccountKey account) throws CommandException {
        if (all.size() >= MOST && !all.containsKey(account)) return;
        var profile = profiles.of(account);
        var called = profile.map(Names::called).orElseGet(() -> new Called(account, "", false));
        pictured.accept(account, called.doubtful() ? Bytes.EMPTY : profile.map(Profile::picture).orElse(Bytes.EMPTY));
        var before = all.put(account, new Met(who, called));
        if (before != null && !before.called().name().isEmpty())
            bearers(before.called().name()).remove(before.address());
        if (!called.name().isEmpty()) bearers(called.name()).add(who);
    }

    private Set<Address> bearers(String name) {
        return bearers.computeIfAbsent(plain(name), _ -> ConcurrentHashMap.newKeySet());
    }

    static Called called(Profile profile) {
        boolean doubtful = profile.disguised() || profile.lookalikeOf().isPresent();
        return new Called(profile.account(), Words.line(profile.name()), doubtful);
    }

    /**
     * What {@code who} is called, doubtful also if somebody else is called so; nothing if they say nothing, or nobody
     * has asked yet.
     */
    Optional<Called> of(AccountKey who) {
        var met = all.get(who);
        if (met == null || met.called().name().isEmpty()) return Optional.empty();
        var called = met.called();
        boolean doubtful = called.doubtful() || bearers.getOrDefault(plain(called.name()), Set.of()).size() > 1;
        return Optional.of(new Called(called.account(), called.name(), doubtful));
    }

    /** The same of whoever is called by {@code who}; nothing where several are, in different groups. */
    Optional<Called> of(Address who) {
        var holder = holders.get(who);
        return holder == null || holder.contested() ? Optional.empty() : of(holder.account());
    }

    /** As names are compared. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
