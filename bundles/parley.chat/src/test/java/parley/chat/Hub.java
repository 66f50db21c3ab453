package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A relay in memory, as docs/protocol.md has it; each link does as it is told, also what a relay should not. */
final class Hub {

    static final String NAME = "relay.example";

    private static final int SLOTS = 8;

    private final AtomicLong requests = new AtomicLong();
    private final Map<String, DeviceList> people = new HashMap<>();
    private final Map<LogId, Log> logs = new HashMap<>();
    private final Set<Hash> tokens = ConcurrentHashMap.newKeySet();
    private final List<Port> ports = new CopyOnWriteArrayList<>();
    private long position;

    /** Whether this is a relay that knows what {@link Frame.Commit#anybodyAdds} says. */
    volatile boolean knowsWhoAdds = true;

    /** Whether a follower that was removed is served nothing any more, for a hub keeps only so many. */
    volatile boolean forgets;

    final Blobs blobs = new Blobs();
    final Set<Hash> revoked = ConcurrentHashMap.newKeySet();

    /** What each account's devices have published. */
    final Map<AccountKey, Supplier<List<Frame.StoredKeyPackage>>> stock = new ConcurrentHashMap<>();

    private static final class Follower {
        boolean admin;
        long last;
        long since;
        long until = Long.MAX_VALUE;
    }

    private record Slot(long position, boolean barrier) {}

    private static final class Log {
        final List<Entry> entries = new ArrayList<>();
        final Map<FollowerKey, Follower> followers = new HashMap<>();
        final List<Slot> slots = new ArrayList<>();
        final Map<Hash, FollowerKey> commits = new HashMap<>();
        final Set<AccountKey> strangers = new HashSet<>();
        Optional<Hash> link = Optional.empty();
        boolean anybodyAdds;

        /** Requests to join since the last commit. */
        final Map<AccountKey, Hash> open = new HashMap<>();

        long lastCommit() {
            return slots.isEmpty() ? 0 : slots.getLast().position();
        }

        boolean takes(long base) {
            var from = Math.max(0, slots.size() - SLOTS);
            var recent = slots.subList(from, slots.size());
            if (base == 0) return slots.isEmpty();
            var barrier = recent.stream().filter(Slot::barrier).mapToLong(Slot::position).max().orElse(0);
            return base >= barrier && recent.stream().anyMatch(slot -> slot.position() == base);
        }
    }

    synchronized Port join(String name, DeviceList devices) {
        people.put(name, devices);
        var inbox = new Log();
        inbox.followers.put(new FollowerKey(devices.devices().getFirst().bytes()), new Follower());
        logs.put(LogId.inboxOf(devices.account()), inbox);
        var port = new Port(devices.account());
        ports.add(port);
        return port;
    }

    /** Puts another list of devices in the place of an account's; who was in the former one is served no more. */
    synchronized Port recover(String name, DeviceList devices) {
        people.put(name, devices);
        var inbox = logs.get(LogId.inboxOf(devices.account()));
        inbox.followers.clear();
        inbox.followers.put(new FollowerKey(devices.devices().getFirst().bytes()), new Follower());
        var port = new Port(devices.account());
        ports.add(port);
        return port;
    }

    /** Gives a name to another account. */
    synchronized void rename(String name, DeviceList devices) {
        people.put(name, devices);
    }

    void grant(Token token) {
        tokens.add(token.hash());
    }

    /** Puts an entry into an account's inbox, whoever it is from. */
    synchronized void put(AccountKey to, InboxItem item) {
        var id = LogId.inboxOf(to);
        logs.get(id)
                .entries
                .add(new Entry(++position, Entry.Kind.INBOX, FollowerKey.NOBODY, 0, 0, false, item.encode()));
        push(id);
    }

    synchronized List<Entry> entries(LogId log) {
        return List.copyOf(logs.get(log).entries);
    }

    /** The only conversation's log. */
    synchronized LogId log() {
        var inboxes = people.values().stream().map(one -> LogId.inboxOf(one.account())).toList();
        return logs.keySet().stream().filter(id -> !inboxes.contains(id)).findFirst().orElseThrow();
    }

    private void push(LogId id) {
        var log = logs.get(id);
        for (var port : ports) {
            var reading = port.reading.get(id);
            if (reading == null) continue;
            var follower = log.followers.get(reading.key);
            var items = new ArrayList<LogItem>();
            for (var entry : log.entries) {
                if (entry.position() <= reading.served || entry.position() > follower.until) continue;
                items.add(entry.position() <= follower.since ? new Digest(entry.position(), entry.digest()) : entry);
                reading.served = entry.position();
            }
            if (!items.isEmpty()) port.tell(new Frame.Items(id, items));
        }
    }

    private static final class Reading {
        final FollowerKey key;
        long served;

        Reading(FollowerKey key, long served) {
            this.key = key;
            this.served = served;
        }
    }

    /** One client's end: its session. Frames come to {@link #listener} on one thread. */
    final class Port implements Session {

        private final AccountKey account;
        private final ExecutorService reader = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private final Map<LogId, Reading> reading = new ConcurrentHashMap<>();
        private volatile boolean isUp;

        /** Tells one link from the next. */
        private volatile byte link;

        volatile Chat listener;
        final List<Frame> heard = new CopyOnWriteArrayList<>();

        /** Answers a request in place of the hub; null leaves it to the hub. */
        volatile Function<Frame.Request, Frame.@Nullable Answer> script = request -> null;

        /** Sees what is sent without an answer first; false keeps it from the hub. */
        volatile Function<Frame, Boolean> gate = frame -> true;

        /** Changes what the client is told; null keeps it back. */
        volatile UnaryOperator<@Nullable Frame> lie = frame -> frame;

        Port(AccountKey account) {
            this.account = account;
        }

        void connect() {
            link++;
            isUp = true;
            reader.execute(() -> up().ifPresent(listener::up));
        }

        /** The link is down, and whoever listens has heard of it: nothing that is said from now on was sent. */
        void cut() {
            isUp = false;
            reading.clear();
            CompletableFuture.runAsync(() -> listener.down(), reader).join();
        }

        /** The link is down, and nobody has heard of it yet. */
        void cutSilently() {
            isUp = false;
        }

        /** Another link is up in its place, over which nothing is followed yet, and nobody has heard of it yet. */
        void replaceSilently() {
            reading.clear();
            link++;
        }

        /** What follows {@link #replaceSilently}. */
        void tellReplaced() {
            reader.execute(() -> {
                listener.down();
                up().ifPresent(listener::up);
            });
        }

        void tell(Frame frame) {
            var told = lie.apply(frame);
            if (told != null && !reader.isShutdown()) reader.execute(() -> listener.received(told));
        }

        /** Does something once the client has heard all that it was told. */
        void afterAll(Runnable action) {
            reader.execute(action);
        }

        /** Whether the link reads the account's inbox. */
        boolean reads(AccountKey inbox) {
            return reading.containsKey(LogId.inboxOf(inbox));
        }

        <T> List<T> heard(Class<T> type) {
            return heard.stream().filter(type::isInstance).map(type::cast).toList();
        }

        void close() {
            ports.remove(this);
            reading.clear();
            isUp = false;
            reader.shutdownNow();
        }

        @Override
        public Optional<Up> up() {
            if (!isUp) return Optional.empty();
            var key = new RelayKey(Bytes.wrap(new byte[32]));
            return Optional.of(
                    new Up(
                            URI.create("ws://127.0.0.1:7463"),
                            key,
                            NAME,
                            Bytes.EMPTY,
                            new Transcript(Bytes.wrap(new byte[] {link}), Bytes.EMPTY, key, Bytes.EMPTY)));
        }

        @Override
        public boolean offers(String capability) {
            return isUp && knowsWhoAdds && capability.equals(Frame.ANYBODY_ADDS);
        }

        @Override
        public Frame.Answer ask(LongFunction<? extends Frame.Request> make) throws CommandException {
            if (!isUp) throw new CommandException(Code.NOT_REACHABLE, "the relay is not there; try again");
            var request = make.apply(requests.incrementAndGet());
            heard.add((Frame) request);
            var scripted = script.apply(request);
            if (!isUp) throw new CommandException(Code.NOT_REACHABLE, "the relay is not there any more; try again");
            if (scripted != null) {
                if (scripted instanceof Frame.Following) tell((Frame) scripted);
                return scripted;
            }
            return handle(request);
        }

        @Override
        public Frame.Answer ask(Up over, LongFunction<? extends Frame.Request> make) throws CommandException {
            if (up().filter(over::equals).isPresent()) return ask(make);
            throw new CommandException(Code.NOT_REACHABLE, "that link is down");
        }

        @Override
        public boolean send(Up over, Frame frame) {
            if (up().filter(over::equals).isEmpty()) return false;
            heard.add(frame);
            if (!gate.apply(frame)) return true;
            if (!isUp) return false;
            synchronized (Hub.this) {
                switch (frame) {
                    case Frame.Append append -> append(append);
                    case Frame.Reached(var log, _, _) -> logs.get(log).strangers.clear();
                    case Frame.Signal signal -> {
                        for (var port : ports) {
                            if (port != this && port.reading.containsKey(signal.log())) port.tell(signal);
                        }
                    }
                    default -> throw new AssertionError("not for a hub: " + frame);
                }
            }
            return true;
        }

        private Frame.Answer handle(Frame.Request request) {
            synchronized (Hub.this) {
                return switch (request) {
                    case Frame.Lookup(var number, var name) ->
                            people.containsKey(name)
                                    ? new Frame.Person(number, name, people.get(name))
                                    : refused(number, Problem.NOT_FOUND);
                    case Frame.LookupAccount(var number, var of) ->
                            people.entrySet().stream()
                                    .filter(one -> one.getValue().account().equals(of))
                                    .findFirst()
                                    .<Frame.Answer>map(one -> new Frame.Person(number, one.getKey(), one.getValue()))
                                    .orElse(refused(number, Problem.NOT_FOUND));
                    case Frame.Deliver deliver -> deliver(deliver);
                    case Frame.Revoke(var number, var token) -> {
                        revoked.add(token);
                        yield tokens.remove(token) ? new Frame.Done(number) : refused(number, Problem.NOT_FOUND);
                    }
                    case Frame.OpenLog(var number, var id, var creator) -> {
                        var first = new Follower();
                        first.admin = true;
                        logs.computeIfAbsent(id, _ -> new Log()).followers.putIfAbsent(creator, first);
                        yield new Frame.Done(number);
                    }
                    case Frame.Follow follow -> follow(follow);
                    case Frame.Commit commit -> told(commit(commit));
                    case Frame.TakeKeyPackages(var number, var of, var token, var suites) ->
                            tokens.contains(token.hash())
                                    ? new Frame.KeyPackages(
                                            number,
                                            stock.get(of).get().stream()
                                                    .filter(one -> suites.contains(one.suite()))
                                                    .toList())
                                    : refused(number, Problem.DENIED);
                    case Frame.SetLink set -> {
                        if (!reading.containsKey(set.log())) yield refused(set.request(), Problem.DENIED);
                        var log = logs.get(set.log());
                        var follower = log == null ? null : log.followers.get(set.follower());
                        if (follower == null || !follower.admin || follower.until != Long.MAX_VALUE) {
                            yield refused(set.request(), Problem.DENIED);
                        }
                        log.link = set.token();
                        yield new Frame.Done(set.request());
                    }
                    case Frame.RequestJoin join -> join(join);
                    case Frame.ReserveBlob(var number, var blob, var size, var write, var read) -> {
                        blobs.reserve(blob, size, write, read);
                        yield new Frame.Done(number);
                    }
                    case Frame.FinishBlob(var number, _) -> new Frame.Done(number);
                    case Frame.DropBlob(var number, var blob) -> {
                        blobs.drop(blob);
                        yield new Frame.Done(number);
                    }
                    default -> throw new AssertionError("not for a hub: " + request);
                };
            }
        }

        private Frame.Answer deliver(Frame.Deliver deliver) {
            var inbox = logs.get(LogId.inboxOf(deliver.to()));
            if (inbox == null) return refused(deliver.request(), Problem.NOT_FOUND);
            if (deliver.token().isPresent() && !tokens.contains(deliver.token().get().hash())) {
                return refused(deliver.request(), Problem.DENIED);
            }
            if (deliver.token().isEmpty() && !inbox.strangers.add(account))
                return refused(deliver.request(), Problem.TOO_MUCH);
            put(deliver.to(), new InboxItem.Letter(deliver.sealed()));
            return new Frame.Done(deliver.request());
        }

        private Frame.Answer follow(Frame.Follow follow) {
            var log = logs.get(follow.log());
            var follower = log == null ? null : log.followers.get(follow.follower());
            if (follower == null || forgets && follower.until != Long.MAX_VALUE) {
                return refused(follow.request(), Problem.NOT_FOUND);
            }
            var head = log.entries.isEmpty() ? 0 : log.entries.getLast().position();
            var answer = new Frame.Following(follow.request(), head, log.lastCommit(), follower.last);
            reading.put(follow.log(), new Reading(follow.follower(), follow.after()));
            tell(answer);
            push(follow.log());
            return told(answer);
        }

        private Frame.Answer told(Frame.Answer answer) {
            return lie.apply(answer) instanceof Frame.Answer told ? told : answer;
        }

        private Frame.Answer join(Frame.RequestJoin join) {
            var log = logs.get(join.log());
            if (log == null || !log.link.equals(Optional.of(join.token().hash()))) {
                return refused(join.request(), Problem.DENIED);
            }
            var hash = Hash.of(join.sealed());
            if (hash.equals(log.open.get(account))) return new Frame.Done(join.request());
            if (log.open.putIfAbsent(account, hash) != null) return refused(join.request(), Problem.TOO_MUCH);
            log.entries.add(new Entry(++position, Entry.Kind.REQUEST, FollowerKey.NOBODY, 0, 0, false, join.sealed()));
            push(join.log());
            return new Frame.Done(join.request());
        }

        private Frame.Answer commit(Frame.Commit commit) {
            if (!reading.containsKey(commit.log())) return refused(commit.request(), Problem.DENIED);
            var log = logs.get(commit.log());
            var follower = log == null ? null : log.followers.get(commit.follower());
            var hash = Hash.of(commit.body().encode());
            if (follower != null && commit.follower().equals(log.commits.get(hash))) {
                return new Frame.Done(commit.request());
            }
            if (follower == null || forgets && follower.until != Long.MAX_VALUE) {
                return refused(commit.request(), Problem.NOT_FOUND);
            }
            if (follower.until != Long.MAX_VALUE) return new Frame.Conflict(commit.request(), follower.until);
            if (commit.base() != log.lastCommit()) return new Frame.Conflict(commit.request(), log.lastCommit());
            var own = List.of(commit.follower());
            var plain =
                    commit.body().removed().isEmpty() && commit.body().added().isEmpty()
                            || commit.body().removed().equals(own)
                                    && commit.body().added().size() == 1
                                    && !commit.body().added().getFirst().admin();
            var adds =
                    commit.body().removed().isEmpty()
                            && commit.body().added().stream()
                                    .noneMatch(added -> added.admin() || log.followers.containsKey(added.key()));
            if (!follower.admin && !plain && !(log.anybodyAdds && adds))
                return refused(commit.request(), Problem.DENIED);
            if (!knowsWhoAdds && !commit.parts().equals(Parts.NONE)) throw new AssertionError("what it does not know");
            if (commit.anybodyAdds().isPresent() && !follower.admin) return refused(commit.request(), Problem.DENIED);
            for (var welcome : commit.welcomes()) {
                if (!tokens.contains(welcome.token().hash())) return refused(commit.request(), Problem.DENIED);
            }
            var entry =
                    new Entry(
                            ++position,
                            Entry.Kind.COMMIT,
                            commit.follower(),
                            0,
                            commit.base(),
                            false,
                            commit.body().encode());
            log.entries.add(entry);
            log.anybodyAdds = commit.anybodyAdds().orElse(log.anybodyAdds);
            log.open.clear();
            log.commits.put(hash, commit.follower());
            log.slots.add(new Slot(entry.position(), !commit.body().removed().isEmpty()));
            var takes = commit.body().removed().contains(commit.follower()); // the first added takes its place
            for (var added : commit.body().added()) {
                var there = log.followers.get(added.key());
                if (there != null && there.until == Long.MAX_VALUE) {
                    there.admin = added.admin();
                    continue;
                }
                var joined = new Follower();
                joined.since = takes ? follower.since : entry.position();
                takes = false;
                joined.admin = added.admin();
                log.followers.put(added.key(), joined);
            }
            for (var removed : commit.body().removed()) {
                var gone = log.followers.get(removed);
                if (gone != null) gone.until = entry.position();
            }
            push(commit.log());
            for (var i = 0; i < commit.welcomes().size(); i++) {
                var welcome = commit.welcomes().get(i);
                put(welcome.to(), new InboxItem.Welcomed(commit.log(), entry.position(), i, welcome.sealed()));
            }
            return new Frame.Done(commit.request());
        }

        private void append(Frame.Append append) {
            var log = logs.get(append.log());
            var follower = log == null ? null : log.followers.get(append.follower());
            if (follower == null || forgets && follower.until != Long.MAX_VALUE) {
                refuse(append, Problem.NOT_FOUND, 0);
            } else if (!reading.containsKey(append.log())) {
                refuse(append, Problem.DENIED, 0);
            } else if (append.number() <= follower.last) {
                accept(append);
            } else if (follower.until != Long.MAX_VALUE) {
                refuse(append, Problem.STALE_BASE, 0);
            } else if (append.number() != follower.last + 1) {
                refuse(append, Problem.WRONG_NUMBER, follower.last + 1);
            } else if (!log.takes(append.base())) {
                refuse(append, Problem.STALE_BASE, 0);
            } else {
                follower.last = append.number();
                log.entries.add(
                        new Entry(
                                ++position,
                                Entry.Kind.APPLICATION,
                                append.follower(),
                                append.number(),
                                append.base(),
                                false,
                                append.body()));
                accept(append);
                push(append.log());
            }
        }

        private void accept(Frame.Append append) {
            tell(new Frame.Accepted(append.log(), append.follower(), append.number()));
        }

        private void refuse(Frame.Append append, Problem problem, long expected) {
            tell(
                    new Frame.AppendRefused(
                            append.log(),
                            append.follower(),
                            append.number(),
                            problem,
                            expected,
                            "The relay says " + problem + "."));
        }
    }

    static Frame.Refused refused(long request, Problem problem) {
        return new Frame.Refused(request, problem, "The relay says " + problem + ".");
    }
}
