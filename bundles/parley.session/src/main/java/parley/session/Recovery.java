package parley.session;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event.Notice;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.DeviceList;
import parley.protocol.wire.Bytes;
import parley.session.RelayLink.Recovered;

import java.time.Instant;

/**
 * Brings a device that was restored from a backup to its relay, where it takes the place of the devices that the
 * account has. Until the relay has said that it has, each sign-in tries; what was signed is on disk before it leaves.
 */
final class Recovery {

    private static final String SPACE = "session.recovery";
    private static final int VERSION = 1;

    /** The relay's list is newer than a backup's once; more often only if somebody else restores at the same time. */
    private static final int TRIES = 3;

    private static final String TAKEN =
            "This device has taken the place of those that the account had before: they are signed out. Your"
                    + " conversations go on here as soon as the others' devices have let this one in.";

    private final Store store;

    Recovery(Store store) {
        this.store = store;
    }

    /** The identity was restored, and the relay knows nothing of it. */
    static void begin(Transaction tx) {
        tx.put(SPACE, Bytes.EMPTY, Bytes.of((byte) VERSION));
    }

    private static boolean isOpen(Transaction tx) {
        return tx.get(SPACE, Bytes.EMPTY).isPresent();
    }

    /** Signs in, after a restore as a new device; returns the account's name. Blocks. */
    String signIn(RelayLink link, Identities crypto, Bytes identity, Timing timing) throws CommandException {
        if (!store.<Boolean>transact(Recovery::isOpen)) return link.signIn(crypto, identity, timing);
        var now = identity;
        for (var i = 0; i < TRIES; i++) {
            var own = crypto.view(now).devices();
            switch (link.recover(crypto, now, timing)) {
                case Recovered.In(var name) -> {
                    done(own);
                    return name;
                }
                case Recovered.Newer(var newest) when newest.equals(own) -> { // only its answer was lost
                    var name = link.signIn(crypto, now, timing);
                    done(own);
                    return name;
                }
                case Recovered.Newer(var newest) -> now = above(crypto, now, newest);
            }
        }
        throw new CommandException(
                Code.REFUSED,
                "this account is being restored on another device at the same time; use only one of them");
    }

    private Bytes above(Identities crypto, Bytes identity, DeviceList newest) throws CommandException {
        try {
            var above = crypto.above(identity, newest);
            store.run(tx -> AccountRecords.putIdentity(tx, above));
            return above;
        } catch (SuiteMissingException e) {
            throw RelayLink.suiteMissing(e);
        } catch (UntrustedException e) {
            throw new CommandException(
                    Code.REFUSED,
                    "the relay shows a list of this account's devices that the account has not signed; ask its"
                            + " operator",
                    e);
        }
    }

    private void done(DeviceList devices) throws CommandException {
        store.run(tx -> {
            tx.remove(SPACE, Bytes.EMPTY);
            InboxKey.published(tx, devices, Instant.now());
            tx.tell(new Notice(TAKEN));
        });
    }
}
