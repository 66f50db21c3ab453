package parley.chat;

import parley.client.api.Accounts.Account;
import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * Whose profile this is: kept beside what is said, so that a transaction can tell who claims our own address without
 * asking for the account.
 */
record OwnName(AccountKey account, Address address) {

    private static final String SPACE = "chat.own";
    private static final Bytes ID = Bytes.of((byte) 1);
    private static final int VERSION = 1;

    /** Writes it down, if that is news. */
    static void note(Transaction tx, Account account) {
        var now = new OwnName(account.key(), account.address()).encode();
        if (tx.get(SPACE, ID).filter(now::equals).isEmpty()) tx.put(SPACE, ID, now);
    }

    /** Empty in a profile that has no account yet. */
    static Optional<OwnName> of(Transaction tx) throws CommandException {
        var bytes = tx.get(SPACE, ID);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), OwnName::decode));
    }

    private Bytes encode() {
        var out = new WireWriter().u8(VERSION);
        account.write(out);
        return out.text(address.toString()).toBytes();
    }

    private static OwnName decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("own name of an unknown version");
                    return new OwnName(AccountKey.read(in), Address.parse(in.text()));
                });
    }
}
