package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Profiles;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Content;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * What an account has said of itself.
 *
 * @param version of name and picture
 * @param bioVersion of the bio, which is said between two alone
 */
record StoredProfile(AccountKey account, long version, String name, Bytes picture, long bioVersion, String bio) {

    private static final String SPACE = "chat.profile";
    private static final int VERSION = 1;

    static StoredProfile none(AccountKey account) {
        return new StoredProfile(account, 0, "", Bytes.EMPTY, 0, "");
    }

    /** As it is after they have said {@code said}; what is not newer changes nothing. */
    StoredProfile after(Content.Profile said, boolean betweenTwo) {
        var next = this;
        if (said.version() > version) {
            next = new StoredProfile(account, said.version(), said.name(), said.picture(), bioVersion, bio);
        }
        if (betweenTwo && said.version() > bioVersion) {
            next = new StoredProfile(account, next.version, next.name, next.picture, said.version(), said.bio());
        }
        return next;
    }

    Profiles.Profile shown(Optional<Address> lookalikeOf) {
        return new Profiles.Profile(account, name, bio, picture, lookalikeOf, Lookalikes.isDisguised(name));
    }

    static Optional<StoredProfile> of(Transaction tx, AccountKey account) throws CommandException {
        var bytes = tx.get(SPACE, account.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), StoredProfile::decode));
    }

    void put(Transaction tx) {
        tx.put(SPACE, account.bytes(), encode());
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION);
        account.write(out);
        return out.u64(version).text(name).opaque(picture).u64(bioVersion).text(bio).toBytes();
    }

    static StoredProfile decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("profile of an unknown version");
                    return new StoredProfile(
                            AccountKey.read(in), in.size(), in.text(), in.opaqueBytes(), in.size(), in.text());
                });
    }
}
