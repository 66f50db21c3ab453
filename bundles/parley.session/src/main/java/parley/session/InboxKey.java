package parley.session;

import parley.client.api.CommandException;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.DeviceList;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Renews the account's inbox key every 30 days and publishes the device list that says so. The new key is on disk
 * before the relay hears of it; a list whose publication is in doubt is published again.
 */
final class InboxKey {

    private static final Duration FRESH = Duration.ofDays(30);
    private static final String SPACE = "session.inboxkey";
    private static final int VERSION = 1;

    /** Since when the key in use is used, and which version of the device list the relay is known to have. */
    private record State(Instant since, long published) {}

    private final Store store;
    private final Session session;
    private final InstantSource clock;

    InboxKey(Store store, Session session, InstantSource clock) {
        this.store = store;
        this.session = session;
        this.clock = clock;
    }

    /** Does what is due. Blocks. */
    void look(Identities crypto) throws CommandException {
        var due = store.transact(tx -> renew(tx, crypto));
        if (due.isEmpty()) return;
        var unpublished = due.get();
        var answer = session.ask(number -> new Frame.PublishDevices(number, unpublished));
        if (answer instanceof Frame.Refused refused && !isThere(unpublished)) throw Session.refusal(refused);
        store.transact(tx -> {
            put(tx, new State(state(tx).since(), unpublished.version()));
            return this;
        });
    }

    /** The device list that the relay may not have yet. */
    private Optional<DeviceList> renew(Transaction tx, Identities crypto) throws CommandException {
        var kept = AccountRecords.identity(tx);
        if (kept.isEmpty() || AccountRecords.account(tx).isEmpty()) return Optional.empty();
        var now = clock.instant();
        var state = state(tx);
        var identity = crypto.dropInboxKeys(kept.get(), now);
        try {
            if (!state.since().plus(FRESH).isAfter(now)) {
                identity = crypto.renewInboxKey(identity, now);
                put(tx, new State(now, state.published()));
            }
        } catch (SuiteMissingException e) { // it waits for a suite that can sign
            return Optional.empty();
        }
        if (!identity.equals(kept.get())) AccountRecords.putIdentity(tx, identity);
        var devices = crypto.view(identity).devices();
        return Optional.of(devices).filter(list -> list.version() > state.published());
    }

    /** Whether the relay has the list, because it was only its answer that was lost the last time. */
    private boolean isThere(DeviceList devices) throws CommandException {
        return session.ask(number -> new Frame.LookupAccount(number, devices.account())) instanceof Frame.Person person
                && person.devices().equals(devices);
    }

    /** At sign-up the relay had version 1. */
    private State state(Transaction tx) throws CommandException {
        var bytes = tx.get(SPACE, Bytes.EMPTY);
        if (bytes.isEmpty()) {
            var first = new State(clock.instant(), 1);
            put(tx, first);
            return first;
        }
        try {
            return WireReader.decode(
                    bytes.get(),
                    in -> {
                        if (in.u8() != VERSION) throw new MalformedException("inbox key of an unknown version");
                        return new State(Instant.ofEpochSecond(in.size()), in.size());
                    });
        } catch (MalformedException e) {
            throw AccountRecords.unreadable(e);
        }
    }

    /** The relay has this list; its inbox key is new. */
    static void published(Transaction tx, DeviceList devices, Instant now) {
        put(tx, new State(now, devices.version()));
    }

    private static void put(Transaction tx, State state) {
        tx.put(
                SPACE,
                Bytes.EMPTY,
                new WireWriter().u8(VERSION).u64(state.since().getEpochSecond()).u64(state.published()).toBytes());
    }
}
