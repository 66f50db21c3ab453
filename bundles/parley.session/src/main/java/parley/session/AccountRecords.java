package parley.session;

import parley.client.api.Accounts.Account;
import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.RelayAddress;
import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.net.URI;
import java.util.Optional;

/** The identity and the account in the profile's database. */
final class AccountRecords {

    /** An account with the key its relay has proved. */
    record Kept(Account account, RelayKey relay) {}

    private static final String ACCOUNT = "session.account";
    private static final String IDENTITY = "session.identity";
    private static final String OFFLINE = "session.offline";
    private static final int VERSION = 1;

    private AccountRecords() {}

    /** The identity, from before the first word to a relay on. */
    static Optional<Bytes> identity(Transaction tx) {
        return tx.get(IDENTITY, Bytes.EMPTY);
    }

    static void putIdentity(Transaction tx, Bytes identity) {
        tx.put(IDENTITY, Bytes.EMPTY, identity);
    }

    /** The account, once a relay has taken it. */
    static Optional<Kept> account(Transaction tx) throws CommandException {
        var bytes = tx.get(ACCOUNT, Bytes.EMPTY);
        if (bytes.isEmpty()) return Optional.empty();
        try {
            return Optional.of(WireReader.decode(bytes.get(), AccountRecords::read));
        } catch (MalformedException e) {
            throw unreadable(e);
        }
    }

    static void putAccount(Transaction tx, Kept kept) {
        var account = kept.account();
        var out = new WireWriter().u8(VERSION).text(account.address().name()).text(account.address().relay());
        account.key().write(out);
        account.device().write(out);
        out.text(account.relay().url().toString()).text(account.relay().fingerprint());
        kept.relay().write(out);
        tx.put(ACCOUNT, Bytes.EMPTY, out.toBytes());
    }

    /** Whether somebody wants no link. */
    static boolean offline(Transaction tx) {
        return tx.get(OFFLINE, Bytes.EMPTY).isPresent();
    }

    static void putOffline(Transaction tx, boolean wanted) {
        if (wanted) tx.put(OFFLINE, Bytes.EMPTY, Bytes.EMPTY);
        else tx.remove(OFFLINE, Bytes.EMPTY);
    }

    private static Kept read(WireReader in) throws MalformedException {
        if (in.u8() != VERSION) throw new MalformedException("account of an unknown version");
        return new Kept(
                new Account(
                        new Address(in.text(), in.text()),
                        AccountKey.read(in),
                        DeviceKey.read(in),
                        new RelayAddress(URI.create(in.text()), in.text())),
                RelayKey.read(in));
    }

    static CommandException unreadable(MalformedException e) {
        return new CommandException(
                CommandException.Code.DAMAGED,
                "the account in this profile is from a newer Parley or damaged; update Parley, or restore the profile"
                        + " from a backup",
                e);
    }
}
