package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Frame.SuiteCount;
import parley.protocol.relay.Right;
import parley.relay.api.Directory;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;
import parley.relay.log.DirectoryRecords.GrantedToken;
import parley.relay.log.DirectoryRecords.KeyPackages;
import parley.relay.log.DirectoryRecords.NewAccount;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The directory over the journal: changes are decided on the writer, questions are answered by the projection. */
final class JournalDirectory implements Directory {

    /** The most tokens of one account that stand at once. */
    static final int MAX_TOKENS = 10_000;

    /** The most suites that a device keeps KeyPackages for. */
    static final int MAX_SUITES = 16;

    /** The most KeyPackages added at once; a record numbers them in 8 bits. */
    static final int MAX_ADDED = 200;

    /** About what a KeyPackage takes in memory beyond its bytes. */
    private static final int KEY_PACKAGE = 128;

    private final LogTable logs;
    private final Journal journal;
    private final Writer writer;
    private final Projection projection;
    private final InstantSource clock;

    JournalDirectory(LogTable logs, Journal journal, Writer writer, Projection projection, InstantSource clock) {
        this.logs = logs;
        this.journal = journal;
        this.writer = writer;
        this.projection = projection;
        this.clock = clock;
    }

    @Override
    public Change create(String name, DeviceList devices, Optional<Hash> invite) throws StoreException {
        return write(op -> {
            var now = projection.decide(tables -> tables.byKey(devices.account()));
            if (now.isPresent()) {
                if (!now.get().name().equals(name)) return Change.NAME_TAKEN;
                return now.get().devices().equals(devices) ? Change.MADE : Change.NOT_NEWER; // an old list is no key
            }
            if (projection.decide(tables -> tables.byName(name)).isPresent()) return Change.NAME_TAKEN;
            if (invite.isPresent() && !allowed(invite.get(), Right.SIGN_UP, Optional.empty())) return Change.NOT_FOUND;
            if (logs.diskIsFull()) return Change.NO_SPACE;
            op.write(RecordType.ACCOUNT, new NewAccount(name, devices, invite).encode());
            var inbox = LogId.inboxOf(devices.account());
            logs.opening(inbox, true);
            op.then(
                    position -> {
                        openInbox(logs, devices, position);
                        logs.opening(inbox, false);
                    },
                    () -> logs.opening(inbox, false));
            return Change.MADE;
        });
    }

    /** Opens the inbox of a new account; also for recovery. */
    static void openInbox(LogTable logs, DeviceList devices, long position) {
        var inbox = new Log(LogKey.of(LogId.inboxOf(devices.account())));
        inbox.open(true);
        inbox.devices(followers(devices), position);
        logs.put(inbox);
    }

    @Override
    public Optional<Account> byName(String name) throws StoreException {
        return projection.read(tables -> tables.byName(name));
    }

    @Override
    public Optional<Account> byKey(AccountKey account) throws StoreException {
        return projection.read(tables -> tables.byKey(account));
    }

    @Override
    public Change publish(DeviceList devices) throws StoreException {
        return write(op -> {
            var now = projection.decide(tables -> tables.byKey(devices.account()));
            if (now.isEmpty()) return Change.NOT_FOUND;
            if (devices.version() <= now.get().devices().version()) return Change.NOT_NEWER;
            op.write(RecordType.DEVICES, DirectoryRecords.devices(devices));
            op.then(position -> setDevices(logs, devices, position), () -> {});
            return Change.MADE;
        });
    }

    /** Lets these devices follow the account's inbox and no others; also for recovery. */
    static void setDevices(LogTable logs, DeviceList devices, long position) {
        var inbox = logs.find(LogId.inboxOf(devices.account()));
        if (inbox == null) return;
        synchronized (inbox) {
            inbox.devices(followers(devices), position);
        }
    }

    static List<FollowerKey> followers(DeviceList devices) {
        return devices.devices().stream().map(device -> new FollowerKey(device.bytes())).distinct().toList();
    }

    @Override
    public Change addKeyPackages(AccountKey account, List<StoredKeyPackage> keyPackages) throws StoreException {
        if (keyPackages.size() > MAX_ADDED) return Change.TOO_MUCH;
        var bytes = keyPackages.stream().mapToInt(stored -> KEY_PACKAGE + stored.keyPackage().length()).sum();
        return write(
                bytes,
                op -> {
                    var known = projection.decide(tables -> tables.byKey(account));
                    if (known.isEmpty()) return Change.NOT_FOUND;
                    var suites = new HashMap<DeviceKey, Set<Integer>>();
                    for (var stored : keyPackages) {
                        if (!known.get().devices().devices().contains(stored.device())) return Change.NOT_FOUND;
                        suites.computeIfAbsent(stored.device(), _ -> new HashSet<>()).add(stored.suite());
                    }
                    for (var added : suites.entrySet()) {
                        for (var count : projection.decide(tables -> tables.counts(added.getKey()))) {
                            added.getValue().add(count.suite());
                        }
                        if (added.getValue().size() > MAX_SUITES) return Change.TOO_MUCH;
                    }
                    if (keyPackages.isEmpty()) return Change.MADE;
                    if (logs.diskIsFull()) return Change.NO_SPACE;
                    op.write(RecordType.KEY_PACKAGES_ADDED, new KeyPackages(account, keyPackages).encode());
                    return Change.MADE;
                });
    }

    @Override
    public List<SuiteCount> countKeyPackages(DeviceKey device) throws StoreException {
        return projection.read(tables -> tables.counts(device));
    }

    @Override
    public List<StoredKeyPackage> takeKeyPackages(AccountKey account, List<Integer> suites) throws StoreException {
        return write(op -> {
            var known = projection.decide(tables -> tables.byKey(account));
            var taken = new ArrayList<StoredKeyPackage>();
            var used = new ArrayList<Long>();
            if (known.isEmpty()) return taken;
            for (var device : known.get().devices().devices()) {
                var found = firstOf(account, device, suites);
                if (found.isEmpty()) continue;
                taken.add(found.get().stored());
                if (!found.get().stored().lastResort()) used.add(found.get().id());
            }
            if (!used.isEmpty()) op.write(RecordType.KEY_PACKAGES_TAKEN, DirectoryRecords.ids(used));
            return taken;
        });
    }

    private Optional<Tables.Numbered> firstOf(AccountKey account, DeviceKey device, List<Integer> suites)
            throws StoreException {
        for (int suite : suites) {
            var found = projection.decide(tables -> tables.keyPackage(account, device, suite));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    @Override
    public Change grant(Hash token, Right right, Optional<AccountKey> owner, long uses, Duration lifetime)
            throws StoreException {
        var expires = lifetime.isZero() ? 0 : clock.instant().plus(lifetime).toEpochMilli();
        return write(op -> {
            if (owner.isPresent() && projection.decide(tables -> tables.byKey(owner.get())).isEmpty()) {
                return Change.NOT_FOUND;
            }
            var before = projection.decide(tables -> tables.token(token));
            if (before.isPresent() && !before.get().owner().equals(owner)) return Change.NAME_TAKEN;
            if (before.isEmpty()
                    && owner.isPresent()
                    && projection.decide(tables -> tables.tokensOf(owner)) >= MAX_TOKENS) {
                return Change.TOO_MUCH;
            }
            if (owner.isPresent() && logs.diskIsFull()) return Change.NO_SPACE; // the relay's own are few
            op.write(RecordType.TOKEN_GRANTED, new GrantedToken(token, right, owner, uses, expires).encode());
            return Change.MADE;
        });
    }

    @Override
    public Change revoke(Hash token, Optional<AccountKey> owner) throws StoreException {
        return write(op -> {
            var found = projection.decide(tables -> tables.token(token));
            if (found.isEmpty() || !found.get().owner().equals(owner)) return Change.NOT_FOUND;
            op.write(RecordType.TOKEN_REVOKED, DirectoryRecords.hash(token));
            return Change.MADE;
        });
    }

    @Override
    public boolean use(Hash token, Right right, Optional<AccountKey> owner) throws StoreException {
        var known = projection.read(tables -> tables.token(token));
        if (known.isEmpty() || !known.get().allows(right, owner, 1, clock.millis())) return false;
        if (known.get().uses() == 0) return true; // nothing is used up, so nothing is written
        return write(op -> {
            if (!allowed(token, right, owner)) return false;
            op.write(RecordType.TOKEN_USED, DirectoryRecords.hash(token));
            return true;
        });
    }

    @Override
    public long accounts() throws StoreException {
        return projection.read(Tables::accounts);
    }

    private boolean allowed(Hash token, Right right, Optional<AccountKey> owner) throws StoreException {
        var found = projection.decide(tables -> tables.token(token));
        return found.isPresent() && found.get().allows(right, owner, 1, clock.millis());
    }

    private <T> T write(DirectoryOp.Judge<T> judge) throws StoreException {
        return write(0, judge);
    }

    /**
     * @param bytes of what the judge holds
     */
    private <T> T write(int bytes, DirectoryOp.Judge<T> judge) throws StoreException {
        if (writer.onThread()) throw new IllegalStateException("the journal's thread cannot wait for itself");
        var op = new DirectoryOp<T>(journal, projection, bytes, judge);
        writer.submit(op);
        try {
            return op.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException cause)
                throw new StoreException(cause.kind(), String.valueOf(cause.getMessage()), cause);
            throw new StoreException(Kind.FAILED, "The relay's directory failed. Restart the relay.", e);
        }
    }
}
