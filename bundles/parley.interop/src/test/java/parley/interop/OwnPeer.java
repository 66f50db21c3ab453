package parley.interop;

import parley.cipher.api.CipherSuite;
import parley.mls.Capabilities;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.ExternalJoin;
import parley.mls.Framing;
import parley.mls.Group;
import parley.mls.GroupView;
import parley.mls.KeyPackage;
import parley.mls.LeafChange;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.MessageInfo;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.Padding;
import parley.mls.PastEpoch;
import parley.mls.PendingJoin;
import parley.mls.ProposalRequest;
import parley.mls.PskLookup;
import parley.mls.Received;
import parley.mls.Successor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parley's own. Every state goes through its stored form. */
final class OwnPeer implements Peer {

    private final String name;
    private final Map<Integer, CipherSuite.KeyPair> signatureKeys = new HashMap<>();
    private final Map<String, byte[]> psks = new HashMap<>();
    private final List<OwnKeyPackage> keyPackages = new ArrayList<>();
    private final Map<Long, PastEpoch> past = new HashMap<>();
    private Optional<Group> group = Optional.empty();

    OwnPeer(String name) {
        this.name = name;
    }

    private Group group() {
        return group.orElseThrow();
    }

    private CipherSuite suite() {
        return Suites.of(group().suiteId());
    }

    private void become(Group next) throws MlsException {
        if (group.isPresent() && group().epoch() != next.epoch()) past.put(group().epoch(), group().past());
        group = Optional.of(Group.fromBytes(next.epochBytes(), next.ratchetBytes()));
    }

    private PskLookup lookup() {
        return id -> Optional.ofNullable(psks.get(HexFormat.of().formatHex(id)));
    }

    private LeafParameters leaf(int suite) {
        return new LeafParameters(
                signatureKeys.computeIfAbsent(suite, id -> Suites.of(id).signatureKeyPair()),
                Credential.basic(name.getBytes(StandardCharsets.UTF_8)),
                Capabilities.of(Suites.ids(), List.of()),
                List.of());
    }

    private OwnKeyPackage newKeyPackage(int suite) throws MlsException {
        var now = Instant.now().getEpochSecond();
        var made =
                OwnKeyPackage.create(Suites.of(suite), leaf(suite), new Lifetime(now - 3600, now + 86_400), List.of());
        return OwnKeyPackage.fromBytes(made.toBytes());
    }

    @Override
    public byte[] keyPackage(int suite) throws MlsException {
        var made = newKeyPackage(suite);
        keyPackages.add(made);
        return made.keyPackage().toBytes();
    }

    @Override
    public void knows(byte[] pskId, byte[] psk) {
        psks.put(HexFormat.of().formatHex(pskId), psk);
    }

    @Override
    public void create(int suite, byte[] groupId) throws MlsException {
        become(Group.create(Suites.of(suite), groupId, leaf(suite), List.of()));
    }

    @Override
    public void join(byte[] welcome, byte[] tree) throws MlsException {
        var own = keyPackages.getLast();
        var suite = Suites.of(own.keyPackage().suiteId());
        become(Group.join(suite, welcome, own, tree, lookup(), CredentialCheck.none()).group());
    }

    @Override
    public Made commit(Wanted wanted) throws MlsException {
        var request = new CommitRequest().treeApart();
        for (var keyPackage : wanted.adds()) request.add(KeyPackage.fromBytes(keyPackage));
        wanted.removes().forEach(request::remove);
        wanted.psks().forEach(request::externalPsk);
        if (wanted.byReference()) group().proposals().forEach(it -> request.reference(it.ref()));
        var made = group().commit(suite(), request, lookup(), CredentialCheck.none());
        become(made.group());
        become(group().apply(made.pending()));
        return new Made(made.pending().message(), made.pending().welcome().orElse(null), made.pending().tree());
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws MlsException {
        return propose(new ProposalRequest.Add(KeyPackage.fromBytes(keyPackage)));
    }

    @Override
    public byte[] proposeRemove(int leaf) throws MlsException {
        return propose(new ProposalRequest.Remove(leaf));
    }

    @Override
    public byte[] proposeUpdate() throws MlsException {
        return propose(new ProposalRequest.Update(LeafChange.none()));
    }

    private byte[] propose(ProposalRequest request) throws MlsException {
        var sent = group().propose(suite(), request, new byte[0], Framing.PRIVATE);
        become(sent.group());
        return sent.message();
    }

    @Override
    public byte[] say(byte[] data) throws MlsException {
        var sent = group().protect(suite(), data, new byte[0], Padding.none());
        become(sent.group());
        return sent.message();
    }

    @Override
    public Optional<byte[]> take(byte[] message) throws MlsException {
        if (MessageInfo.of(message) instanceof MessageInfo.ToGroup info && info.epoch() < group().epoch()) {
            var late = past.get(info.epoch()).receive(suite(), message);
            past.put(info.epoch(), late.past());
            return Optional.of(late.data());
        }
        return switch (group().receive(suite(), message, lookup(), CredentialCheck.none())) {
            case Received.Application it -> {
                become(it.group());
                yield Optional.of(it.data());
            }
            case Received.Proposed it -> {
                become(it.group());
                yield Optional.empty();
            }
            case Received.Committed it -> {
                become(it.group());
                yield Optional.empty();
            }
            case Received.Removed _ -> {
                group = Optional.empty();
                yield Optional.empty();
            }
        };
    }

    @Override
    public byte[] epochAuthenticator() {
        return group().epochAuthenticator();
    }

    @Override
    public int leaf() {
        return group().self().leaf();
    }

    @Override
    public byte[] groupInfo() {
        return group().groupInfo(suite(), true, true, List.of());
    }

    @Override
    public byte[] joinExternally(int suite, byte[] groupInfo) throws MlsException {
        var view = GroupView.of(Suites.of(suite), groupInfo, null);
        var made = view.join(Suites.of(suite), new ExternalJoin(leaf(suite)), lookup());
        var pending = PendingJoin.fromBytes(made.toBytes());
        become(pending.group());
        return pending.message();
    }

    @Override
    public byte[] reInit(byte[] groupId, int suite) throws MlsException {
        var request = new CommitRequest().reInit(groupId, suite, List.of());
        var made = group().commit(suite(), request, lookup(), CredentialCheck.none());
        become(made.group());
        become(group().apply(made.pending()));
        return made.pending().message();
    }

    @Override
    public Made succeed(List<byte[]> others) throws MlsException {
        var successor = Successor.fromBytes(Successor.of(group()).toBytes());
        var suite = successor.parameters().suiteId();
        var request = new CommitRequest().treeApart();
        for (var keyPackage : others) request.add(KeyPackage.fromBytes(keyPackage));
        var made = successor.start(Suites.of(suite), leaf(suite), request, lookup(), CredentialCheck.none());
        group = Optional.of(made.group().apply(made.pending()));
        return new Made(new byte[0], made.pending().welcome().orElse(null), made.pending().tree());
    }

    @Override
    public void joinSuccessor(byte[] welcome, byte[] tree) throws MlsException {
        var own = keyPackages.getLast();
        var successor = Successor.of(group());
        var suite = Suites.of(own.keyPackage().suiteId());
        group = Optional.of(successor.join(suite, welcome, own, tree, lookup(), CredentialCheck.none()).group());
    }
}
