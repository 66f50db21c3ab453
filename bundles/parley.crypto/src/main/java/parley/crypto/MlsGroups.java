package parley.crypto;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.crypto.Groups;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.OwnCommitException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.mls.CommitRequest;
import parley.mls.CredentialCheck;
import parley.mls.Extension;
import parley.mls.LeafChange;
import parley.mls.MessageInfo;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.PendingCommit;
import parley.mls.PskLookup;
import parley.mls.Received;
import parley.protocol.Hash;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A conversation's groups over {@code parley.mls}: what RFC 9420 leaves to the application is decided here. */
@Component
public final class MlsGroups implements Groups {

    private static final System.Logger log = System.getLogger(MlsGroups.class.getName());

    private static final SecureRandom RANDOM = new SecureRandom();
    static final int GROUP_ID = 32;

    private static final byte[] NONE = {};

    private final PresentSuites suites;
    private final Members members;
    private final KeyPackageMaker keyPackages;
    private final OpenGroups groups = new OpenGroups();
    private final Signals signals;
    private final Successions successions;

    @Activate
    public MlsGroups(@Reference PresentSuites suites) {
        this.suites = suites;
        this.members = new Members(suites, new Chains(suites));
        this.keyPackages = new KeyPackageMaker(suites, members);
        this.signals = new Signals(suites);
        this.successions = new Successions(suites);
    }

    @Override
    public Optional<Integer> commonSuite(List<Bytes> packages) {
        var offered = new ArrayList<Integer>();
        for (var keyPackage : packages) {
            try {
                offered.add(suite(keyPackage));
            } catch (UntrustedException e) {
                // one that cannot be read is not offered
            }
        }
        return Schemes.ORDER.stream().filter(id -> offered.contains(id) && suites.has(id)).findFirst();
    }

    @Override
    public Optional<Integer> defaultSuite() {
        return Schemes.ORDER.stream().filter(suites::has).findFirst();
    }

    @Override
    public int firstSuite() {
        return Schemes.ORDER.getFirst();
    }

    @Override
    public List<Integer> present() {
        return suites.ids();
    }

    @Override
    public List<Integer> provided() {
        return suites.registered();
    }

    @Override
    public boolean has(int suite) {
        return suites.has(suite);
    }

    @Override
    public String name(int suite) {
        return suites.name(suite);
    }

    @Override
    public int strength(int suite) {
        return Schemes.strength(suite);
    }

    @Override
    public Set<Integer> suites(Group group, int leaf) {
        var member = groups.parse(group).member(leaf);
        return member.map(it -> Set.copyOf(it.node().capabilities().suites())).orElse(Set.of());
    }

    @Override
    public Set<Integer> suites(Bytes keyPackage) throws UntrustedException {
        return Set.copyOf(KeyPackageMaker.decode(keyPackage).leaf().capabilities().suites());
    }

    @Override
    public int suite(Bytes keyPackage) throws UntrustedException {
        return KeyPackageMaker.decode(keyPackage).suiteId();
    }

    @Override
    public NewKeyPackage newKeyPackage(
            Bytes identity, int suite, LeafData leaf, Instant from, Duration lifetime, boolean lastResort)
            throws SuiteMissingException {
        return keyPackages.create(IdentityState.decode(identity), suite, leaf, from, lifetime, lastResort);
    }

    @Override
    public Member check(Bytes keyPackage, Instant now) throws SuiteMissingException, UntrustedException {
        return keyPackages.check(KeyPackageMaker.decode(keyPackage), Optional.of(now));
    }

    @Override
    public Group create(Bytes identity, int suiteId, LeafData leaf, Policy policy) throws SuiteMissingException {
        var parameters = keyPackages.leaf(IdentityState.decode(identity), suiteId, leaf);
        var id = groupId();
        try {
            return groups.first(
                    suites.use(
                            suiteId,
                            suite -> parley.mls.Group.create(suite, id, parameters, GroupRules.context(policy))));
        } catch (MlsException e) {
            throw new IllegalStateException("a group of our own is refused", e);
        }
    }

    private static byte[] groupId() {
        var id = new byte[GROUP_ID];
        RANDOM.nextBytes(id);
        return id;
    }

    @Override
    public View view(Group group) {
        var parsed = groups.parse(group);
        var known = groups.view(group);
        if (known.isPresent()) return known.get();
        try {
            try {
                var view = view(parsed, members.read(parsed.members(), parsed.suiteId()));
                groups.keep(group, view);
                return view;
            } catch (SuiteMissingException e) {
                // Without Ed25519 nobody's chain can be verified, now; then nothing can be sent either.
                var unjudged = new ArrayList<Member>();
                for (var member : parsed.members()) unjudged.add(Members.unjudged(member));
                return view(parsed, unjudged);
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("a group was joined that breaks the rules", e);
        }
    }

    private static View view(parley.mls.Group parsed, List<Member> members) throws MalformedException {
        return new View(
                parsed.suiteId(),
                parsed.epoch(),
                parsed.self().leaf(),
                Bytes.wrap(parsed.epochAuthenticator()).slice(0, 8),
                GroupRules.policy(parsed.extensions()),
                List.copyOf(members));
    }

    @Override
    public Pending commit(Bytes identity, Group group, Change change, Bytes authenticatedData, JoinPoint joinPoint)
            throws SuiteMissingException, UntrustedException {
        var before = groups.parse(group);
        var request = inviting(joinPoint, before.suiteId(), change.add()).authenticatedData(authenticatedData.shared());
        for (int leaf : change.remove()) {
            if (leaf == before.self().leaf() || before.member(leaf).isEmpty()) {
                throw new IllegalArgumentException("leaf " + leaf + " cannot be removed by this member");
            }
            request.remove(leaf);
        }
        if (change.leaf().isPresent()) {
            request.leaf(replacement(identity, before.suiteId(), change.leaf().get()));
        }
        change.policy().ifPresent(policy -> request.extensions(GroupRules.context(policy)));
        try {
            var made =
                    suites.use(
                            before.suiteId(),
                            suite -> before.commit(suite, request, PskLookup.none(), CredentialCheck.none()));
            var pending = made.pending();
            return pending(group, made.group(), pending, Optional.empty());
        } catch (MlsException e) {
            var tooMany = e instanceof MlsException.TooFarAhead;
            if (change.add().isEmpty() && !tooMany)
                throw new IllegalStateException("a commit of our own is refused", e);
            throw new UntrustedException("the commit is refused: " + e.getMessage(), e);
        }
    }

    /** A commit that adds these to a group of {@code suiteId}, and tells them where the log is. */
    private CommitRequest inviting(JoinPoint joinPoint, int suiteId, List<Bytes> add)
            throws SuiteMissingException, UntrustedException {
        var request =
                new CommitRequest()
                        .padding(Buckets::of)
                        .groupInfoExtensions(List.of(new Extension(JoinPoint.EXTENSION, joinPoint.encode().shared())));
        for (var message : add) {
            var keyPackage = KeyPackageMaker.decode(message);
            if (keyPackage.suiteId() != suiteId) throw new UntrustedException("KeyPackage is of another suite");
            keyPackages.check(keyPackage, Optional.empty());
            request.add(keyPackage);
        }
        return request;
    }

    private static Pending pending(
            Group group, parley.mls.Group spent, PendingCommit commit, Optional<PendingState.Started> started) {
        var welcome = started.map(PendingState.Started::first).orElse(commit).welcome();
        var next = new PendingState(Hash.of(group.ratchets()), Bytes.wrap(spent.ratchetBytes()), commit, started);
        return new Pending(Bytes.wrap(commit.message()), welcome.map(Bytes::wrap), next.encode());
    }

    @Override
    public Pending succeed(
            Bytes identity,
            Group group,
            int suiteId,
            LeafData leaf,
            Policy policy,
            List<Bytes> add,
            Bytes authenticatedData,
            JoinPoint joinPoint)
            throws SuiteMissingException, UntrustedException {
        var before = groups.parse(group);
        var self = keyPackages.leaf(IdentityState.decode(identity), suiteId, leaf);
        var closing = new CommitRequest().authenticatedData(authenticatedData.shared()).padding(Buckets::of);
        var starting = inviting(joinPoint, suiteId, add);
        try {
            var made =
                    successions.make(before, suiteId, groupId(), GroupRules.context(policy), self, closing, starting);
            return pending(group, made.spent(), made.closing(), Optional.of(made.started()));
        } catch (MlsException e) {
            throw new UntrustedException("the successor is refused: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean closes(Pending pending) {
        return PendingState.decode(pending.next()).started().isPresent();
    }

    @Override
    public Group begun(Pending pending) {
        var started =
                PendingState.decode(pending.next())
                        .started()
                        .orElseThrow(() -> new IllegalArgumentException("the commit closes no group"));
        return groups.first(started.group().apply(started.first()));
    }

    private LeafChange replacement(Bytes identity, int suiteId, LeafData data) throws SuiteMissingException {
        var leaf = keyPackages.leaf(IdentityState.decode(identity), suiteId, data);
        return LeafChange.none()
                .withSignatureKey(leaf.signatureKey())
                .withCredential(leaf.credential())
                .withCapabilities(leaf.capabilities())
                .withExtensions(leaf.extensions());
    }

    @Override
    public Group spent(Group group, Pending pending) {
        var state = PendingState.decode(pending.next());
        if (!state.madeFrom().equals(Hash.of(group.ratchets()))) {
            throw new IllegalArgumentException("the commit was made from another state");
        }
        return new Group(group.epoch(), state.spent());
    }

    @Override
    public Committed apply(Group group, Pending pending) throws SuiteMissingException {
        var before = groups.parse(group);
        var commit = PendingState.decode(pending.next()).commit();
        try {
            var info = (MessageInfo.ToGroup) MessageInfo.of(commit.message());
            return committed(
                    group,
                    before,
                    new Received.Committed(before.apply(commit), commit.changes(), info.authenticatedData()));
        } catch (MlsException | MalformedException e) {
            throw new IllegalStateException("a commit of our own breaks the rules", e);
        }
    }

    @Override
    public Committed process(Group group, Bytes commit)
            throws SuiteMissingException, VoidCommitException, LostException, OwnCommitException {
        var before = groups.parse(group);
        try {
            if (!GroupRules.mayBeCommit(commit)) throw new MalformedException("it is no encrypted commit");
            var received =
                    suites.use(
                            before.suiteId(),
                            suite -> before.receive(suite, commit.shared(), PskLookup.none(), CredentialCheck.none()));
            return committed(group, before, received);
        } catch (MalformedException e) {
            throw new VoidCommitException(message(e), e);
        } catch (MlsException.OwnMessage e) {
            throw new OwnCommitException(e);
        } catch (MlsException e) {
            // Nobody has a pre-shared key: commits that ask for one fail for all.
            if (e.alike() || e instanceof MlsException.MissingPsk) throw new VoidCommitException(message(e), e);
            throw new LostException(message(e), author(e, before.suiteId()), e);
        } catch (RuntimeException e) {
            log.log(WARNING, "A commit cannot be processed", e);
            throw new LostException("the commit met a fault of this version", null, e);
        }
    }

    private @Nullable Member author(MlsException e, int suite) throws SuiteMissingException {
        if (!(e instanceof MlsException.CutOff cutOff) || cutOff.committer().isEmpty()) return null;
        try {
            return members.read(cutOff.committer().get(), suite);
        } catch (MalformedException _) { // its leaf was judged when it joined
            return null;
        }
    }

    private Committed committed(Group group, parley.mls.Group before, Received received)
            throws MalformedException, SuiteMissingException {
        return switch (received) {
            case Received.Committed(var after, var changes, var data) -> {
                GroupRules.policy(after.extensions());
                yield committed(group, before, Optional.of(after), changes, data);
            }
            case Received.Removed(var changes, var data) -> committed(group, before, Optional.empty(), changes, data);
            case Received.Application _, Received.Proposed _ -> throw new MalformedException("it is no commit");
        };
    }

    private Committed committed(
            Group group,
            parley.mls.Group before,
            Optional<parley.mls.Group> after,
            Received.Changes changes,
            byte[] authenticatedData)
            throws MalformedException, SuiteMissingException {
        if (!changes.psks().isEmpty()) throw new MalformedException("it names a pre-shared key");
        var suite = before.suiteId();
        var author = members.read(changes.committer(), suite);
        var joined = members.read(changes.added(), suite);
        var left = members.read(changes.removed(), suite);
        var replaced = new ArrayList<Member>();
        for (var update : changes.updated()) replaced.add(members.read(update.leaf(), update.after(), suite));
        var past = Past.of(before.past());
        var successor = after.isPresent() ? Successions.of(after.get()) : Optional.<Successor>empty();
        groups.forget(group);
        return new Committed(
                after.map(groups::first).orElse(group),
                past,
                author,
                Bytes.wrap(authenticatedData),
                joined,
                left,
                List.copyOf(replaced),
                after.isEmpty(),
                successor);
    }

    @Override
    public Sealed seal(Group group, Bytes content) throws SuiteMissingException {
        var before = groups.parse(group);
        var sent = suites.use(before.suiteId(), suite -> before.protect(suite, content.shared(), NONE, Buckets::of));
        return new Sealed(groups.next(group, sent.group()), Bytes.wrap(sent.message()));
    }

    @Override
    public Opened open(Group group, List<PastEpoch> past, Bytes message)
            throws SuiteMissingException, UntrustedException {
        var current = groups.parse(group);
        var suiteId = current.suiteId();
        try {
            if (!(MessageInfo.of(message.shared()) instanceof MessageInfo.ToGroup info)
                    || info.content() != MessageInfo.Content.APPLICATION) {
                throw new UntrustedException("it is no application message");
            }
            if (info.epoch() == current.epoch()) {
                var received =
                        suites.use(
                                suiteId,
                                suite ->
                                        current.receive(
                                                suite, message.shared(), PskLookup.none(), CredentialCheck.none()));
                if (!(received instanceof Received.Application it)) {
                    throw new UntrustedException("it is no application message");
                }
                var sender = members.read(it.sender(), suiteId);
                return new Opened(groups.next(group, it.group()), Optional.empty(), sender, Bytes.wrap(it.data()));
            }
            var epoch =
                    past.stream()
                            .filter(it -> it.epoch() == info.epoch())
                            .findFirst()
                            .orElseThrow(() -> new UntrustedException("it is of no epoch at hand"));
            var before = Past.parse(epoch);
            var late = suites.use(suiteId, suite -> before.receive(suite, message.shared()));
            var sender = members.read(late.sender(), suiteId);
            return new Opened(group, Optional.of(Past.of(late.past())), sender, Bytes.wrap(late.data()));
        } catch (MlsException | MalformedException e) {
            throw new UntrustedException(message(e), e);
        } catch (RuntimeException e) {
            log.log(WARNING, "A message cannot be opened", e);
            throw new UntrustedException("the message met a fault of this version", e);
        }
    }

    @Override
    public List<Hash> references(Bytes welcome) throws UntrustedException {
        try {
            if (MessageInfo.of(welcome.shared()) instanceof MessageInfo.ToJoiners(var _, var refs)) {
                return refs.stream().map(KeyPackageMaker::reference).toList();
            }
        } catch (MlsException e) {
            throw new UntrustedException("Welcome is malformed", e);
        }
        throw new UntrustedException("it is no Welcome");
    }

    @Override
    public Joined join(Bytes identity, Bytes secret, Bytes welcome, Optional<Bytes> tree)
            throws SuiteMissingException, UntrustedException {
        var own = ownKeyPackage(secret);
        var apart = tree.map(Bytes::shared).orElse(null);
        return joined(
                identity,
                own,
                () ->
                        suites.use(
                                own.keyPackage().suiteId(),
                                suite ->
                                        parley.mls.Group.join(
                                                suite,
                                                welcome.shared(),
                                                own,
                                                apart,
                                                PskLookup.none(),
                                                CredentialCheck.none())));
    }

    @Override
    public boolean succeeds(Bytes secret, Bytes welcome) throws SuiteMissingException, UntrustedException {
        try {
            return successions.succeeds(ownKeyPackage(secret), welcome);
        } catch (MlsException e) {
            throw new UntrustedException("the Welcome is refused: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            log.log(WARNING, "A Welcome cannot be read", e);
            throw new UntrustedException("the Welcome met a fault of this version", e);
        }
    }

    @Override
    public Joined follow(Bytes identity, Successor successor, Bytes secret, Bytes welcome, Optional<Bytes> tree)
            throws SuiteMissingException, UntrustedException {
        var own = ownKeyPackage(secret);
        return joined(identity, own, () -> successions.join(successor, own, welcome, tree));
    }

    @FunctionalInterface
    private interface Join {
        parley.mls.Joined join() throws MlsException, MalformedException, SuiteMissingException, UntrustedException;
    }

    private Joined joined(Bytes identity, OwnKeyPackage own, Join join)
            throws SuiteMissingException, UntrustedException {
        var suiteId = own.keyPackage().suiteId();
        try {
            var joined = join.join();
            var group = joined.group();
            GroupRules.policy(group.extensions());
            var all = members.read(group.members(), suiteId);
            var account = IdentityState.decode(identity).account();
            if (all.stream().noneMatch(it -> it.leaf() == group.self().leaf() && it.account().equals(account))) {
                throw new UntrustedException("the KeyPackage is of another account");
            }
            var point =
                    Extension.find(joined.groupInfoExtensions(), JoinPoint.EXTENSION)
                            .orElseThrow(() -> new UntrustedException("the Welcome does not say where the log is"));
            var joinPoint = JoinPoint.decode(Bytes.wrap(point));
            var inviter = members.read(joined.adder(), suiteId);
            var state = groups.first(group);
            groups.keep(state, view(group, all));
            return new Joined(state, joinPoint, inviter);
        } catch (MlsException | MalformedException e) {
            throw new UntrustedException("the Welcome is refused: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            log.log(WARNING, "A Welcome cannot be read", e);
            throw new UntrustedException("the Welcome met a fault of this version", e);
        }
    }

    private static OwnKeyPackage ownKeyPackage(Bytes secret) {
        try {
            return OwnKeyPackage.fromBytes(secret.shared());
        } catch (MlsException e) {
            throw new IllegalArgumentException("the KeyPackage's private half cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Bytes sealSignal(Group group, Bytes associated, Bytes content) throws SuiteMissingException {
        var parsed = groups.parse(group);
        return signals.seal(parsed, parsed.self().leaf(), associated, content);
    }

    @Override
    public Bytes openSignal(Group group, int leaf, Bytes associated, Bytes sealed)
            throws SuiteMissingException, UntrustedException {
        return signals.open(groups.parse(group), leaf, associated, sealed);
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), "refused");
    }
}
