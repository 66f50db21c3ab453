package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Profiles;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the people of a {@link FakeClient} say of themselves. */
final class FakeProfiles implements Profiles {

    private final FakeClient client;
    private final Map<AccountKey, Profile> all = new HashMap<>();

    FakeProfiles(FakeClient client) {
        this.client = client;
    }

    static Profile profile(String who, String name) {
        return new Profile(FakeClient.key(who), name, "", Bytes.EMPTY, Optional.empty(), false);
    }

    /** Somebody says something of themselves, also while the window is open. */
    void says(String who, Profile profile) {
        synchronized (client) {
            all.put(FakeClient.key(who), profile);
        }
        client.ear.happened(new Event.ProfileChanged(FakeClient.address(who), FakeClient.key(who)));
    }

    void says(String who, String name) {
        says(who, profile(who, name));
    }

    /** Somebody's name looks like {@code other}'s. */
    void looksLike(String who, String name, Address other) {
        says(who, new Profile(FakeClient.key(who), name, "", Bytes.EMPTY, Optional.of(other), false));
    }

    @Override
    public Profile own() {
        synchronized (client) {
            var key = client.me.orElseThrow().key();
            return all.getOrDefault(key, new Profile(key, "", "", Bytes.EMPTY, Optional.empty(), false));
        }
    }

    @Override
    public Optional<Profile> of(AccountKey account) {
        synchronized (client) {
            return Optional.ofNullable(all.get(account));
        }
    }

    @Override
    public Optional<Profile> of(String address) {
        return of(FakeClient.key(FakeContacts.named(address).name()));
    }

    private Profile change(String name, String bio, Bytes picture) {
        synchronized (client) {
            var own = own();
            var now = new Profile(own.account(), name, bio, picture, Optional.empty(), false);
            all.put(own.account(), now);
            return now;
        }
    }

    @Override
    public Profile name(String name) throws CommandException {
        client.note("name " + name);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME)
            throw new CommandException(Code.TOO_LARGE, "a name has at most 128 bytes; shorten it");
        return change(name, own().bio(), own().picture());
    }

    @Override
    public Profile bio(String bio) {
        client.note("bio " + bio);
        return change(own().name(), bio, own().picture());
    }

    @Override
    public Profile picture(byte[] file) throws CommandException {
        client.note("picture " + file.length);
        if (file.length > 100_000) throw new CommandException(Code.TOO_LARGE, "the picture is too large; shrink it");
        return change(own().name(), own().bio(), Bytes.of(file));
    }

    @Override
    public Profile noPicture() {
        client.note("no picture");
        return change(own().name(), own().bio(), Bytes.EMPTY);
    }
}
