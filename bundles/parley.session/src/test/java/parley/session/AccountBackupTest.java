package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Event.LinkChanged.State;
import parley.client.api.crypto.Identities;
import parley.protocol.AccountKey;
import parley.protocol.DeviceList;
import parley.protocol.content.BackupItem;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The account in a backup, and a new device that comes of it to the relay. */
class AccountBackupTest extends SessionTest {

    private BackupItem.Account saved;
    private DeviceList former;

    @BeforeEach
    void anAccountIsBackedUpAndLost() throws Exception {
        var first = signedUp();
        var items = new ArrayList<BackupItem>();
        new AccountBackup(store, crypto, first).save(items::add);
        saved = (BackupItem.Account) items.getFirst();
        assertEquals(1, items.size());
        former = relay.lists.get(saved.account());
        stop(first);
        store = new MemoryStore();
    }

    private void restore(HomeRelay session, BackupItem item) throws CommandException {
        var part = new AccountBackup(store, crypto, session);
        store.run(tx -> {
            var taker = part.restore(tx);
            assertTrue(taker.take(item));
            assertFalse(taker.take(new BackupItem.Privacy(true, true, Parts.NONE)));
            taker.end();
        });
    }

    private HomeRelay restored() throws Exception {
        var session = start();
        restore(session, saved);
        return session;
    }

    private Bytes identity() throws CommandException {
        return store.transact(AccountRecords::identity).orElseThrow();
    }

    private Identities.View view() throws CommandException {
        return crypto.view(identity());
    }

    @Test
    void theBackupHasTheAccountAndNoDevice() {
        assertEquals("alice@relay.example", saved.address().toString());
        assertEquals(relay.key(), saved.relay());
        assertEquals(former, saved.devices());
    }

    @Test
    void aNewDeviceTakesThePlaceOfTheFormer() throws Exception {
        var session = restored();
        Eventually.until("link", () -> session.up().isPresent());
        var account = session.current().orElseThrow();
        assertEquals(saved.address(), account.address());
        assertEquals(saved.account(), account.key());
        assertNotEquals(former.devices().getFirst(), account.device());
        assertEquals(List.of(account.device()), relay.lists.get(saved.account()).devices());
        assertEquals(former.version() + 1, relay.lists.get(saved.account()).version());
        Eventually.until(
                "told",
                () ->
                        store.published.stream()
                                .anyMatch(event ->
                                        event instanceof Event.Notice notice && notice.text().contains("signed out")));
        assertEquals(0, store.count("session.recovery"));
        stop(session);
        var again = start();
        Eventually.until("link", () -> again.up().isPresent());
        assertEquals(1, relay.recovered.size()); // from then on it signs in
    }

    @Test
    void aListThatIsNewerIsGoneAbove() throws Exception {
        relay.lists.put(saved.account(), list(41));
        var session = restored();
        Eventually.until("link", () -> session.up().isPresent());
        assertEquals(List.of(2L, 42L), relay.recovered.stream().map(DeviceList::version).toList());
        assertEquals(42, view().devices().version()); // and it is what is stored
    }

    private DeviceList list(long version) {
        return new DeviceList(
                saved.account(),
                version,
                former.devices(),
                former.inboxKeyNumber(),
                former.inboxKey(),
                former.signature());
    }

    @Test
    void anAnswerThatWasLostCostsNothing() throws Exception {
        var lost = new AtomicBoolean(true);
        relay.script =
                (connection, frame) -> {
                    if (!(frame instanceof Frame.Recover recover) || !lost.getAndSet(false)) return null;
                    connection.recover(recover); // taken, and then the link ends
                    connection.drop("gone");
                    return ScriptedRelay.SILENCE;
                };
        var session = restored();
        Eventually.until("link", () -> session.up().isPresent());
        assertEquals(2, relay.recovered.size());
        assertEquals(relay.recovered.getFirst(), relay.recovered.getLast());
        assertEquals(0, store.count("session.recovery"));
    }

    @Test
    void aRelayThatIsTooOldIsNamedAndWhatWasRestoredStays() throws Exception {
        relay.capabilities = List.of();
        var session = restored();
        Eventually.until("offline", () -> session.linkState() == State.OFFLINE && lastReason().contains("too old"));
        assertEquals(saved.address(), session.current().orElseThrow().address());
        assertEquals(1, store.count("session.recovery"));
        assertEquals(0, relay.recovered.size());
    }

    private String lastReason() {
        return store.published.stream()
                .filter(Event.LinkChanged.class::isInstance)
                .map(event -> ((Event.LinkChanged) event).reason().orElse(""))
                .reduce("", (_, last) -> last);
    }

    @Test
    void aProfileWithAnAccountIsNotTakenOver() throws Exception {
        var session = restored();
        Eventually.until("link", () -> session.up().isPresent());
        var before = identity();
        var failure = assertThrows(CommandException.class, () -> restore(session, saved));
        assertEquals(Code.REFUSED, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("alice@relay.example"));
        assertEquals(before, identity());
    }

    @Test
    void aSecretOfAnotherAccountRestoresNothing() throws Exception {
        var session = start();
        var other = new AccountKey(Bytes.wrap(new byte[32]));
        var foreign = new DeviceList(other, 1, former.devices(), 1, former.inboxKey(), former.signature());
        var item =
                new BackupItem.Account(
                        other, saved.secret(), saved.address(), saved.url(), saved.relay(), foreign, 1, Parts.NONE);
        assertEquals(Code.DAMAGED, assertThrows(CommandException.class, () -> restore(session, item)).code());
        var nowhere =
                new BackupItem.Account(
                        saved.account(),
                        saved.secret(),
                        saved.address(),
                        "http://relay.example/",
                        saved.relay(),
                        former,
                        1,
                        Parts.NONE);
        assertEquals(Code.DAMAGED, assertThrows(CommandException.class, () -> restore(session, nowhere)).code());
        assertEquals(Optional.empty(), session.current());
        assertEquals(0, store.count("session.identity") + store.count("session.account"));
    }
}
