package parley.mls;

import parley.mls.Received.Updated;
import parley.mls.Received.UsedPsk;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/**
 * A commit that its author has made and not seen in the log yet, with the state that it leads to. Keep it until this
 * commit or another is read in its slot; then either {@link Group#apply} it or drop it.
 */
public final class PendingCommit {

    private static final int FORM = 2;

    private final Bytes groupId;
    private final Bytes baseAuthenticator;
    private final Bytes message;
    private final Optional<Welcome> welcome;
    private final Optional<GroupInfo> groupInfo;
    private final Group next;
    private final Received.Changes changes;

    PendingCommit(
            Bytes groupId,
            Bytes baseAuthenticator,
            Bytes message,
            Optional<Welcome> welcome,
            Optional<GroupInfo> groupInfo,
            Group next,
            Received.Changes changes) {
        this.groupId = groupId;
        this.baseAuthenticator = baseAuthenticator;
        this.message = message;
        this.welcome = welcome;
        this.groupInfo = groupInfo;
        this.next = next;
        this.changes = changes;
    }

    /**
     * @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made
     */
    public static PendingCommit fromBytes(byte[] bytes) throws MlsException.Malformed {
        var parts = Stored.decode(bytes, Parts::load);
        return new PendingCommit(
                parts.groupId,
                parts.baseAuthenticator,
                parts.message,
                parts.welcome,
                parts.groupInfo,
                Group.fromBytes(parts.epochBytes, parts.ratchetBytes),
                parts.changes);
    }

    /** Everything, the next state's secrets included: to be kept sealed. */
    public byte[] toBytes() {
        var out = new WireWriter(4096).u8(FORM).opaque(groupId).opaque(baseAuthenticator).opaque(message);
        out.optional(welcome, (inner, it) -> it.write(inner));
        out.optional(groupInfo, (inner, it) -> it.write(inner));
        out.opaque(next.epochBytes()).opaque(next.ratchetBytes());
        storeMember(out, changes.committer());
        out.vector(changes.added(), PendingCommit::storeMember);
        out.vector(changes.removed(), PendingCommit::storeMember);
        out.vector(
                changes.updated(),
                (inner, it) -> {
                    it.before().write(inner.u32(it.leaf()));
                    it.after().write(inner);
                });
        return out.bool(changes.extensionsChanged()).vector(changes.psks(), PendingCommit::storePsk).toArray();
    }

    /** The commit to send: an {@code MLSMessage}. */
    public byte[] message() {
        return message.toArray();
    }

    /** One Welcome for all who were added; empty if nobody was. */
    public Optional<byte[]> welcome() {
        return welcome.map(it -> new MlsMessage.OfWelcome(it).encode());
    }

    /**
     * A Welcome for each who was added, in the order of {@code changes().added()}. Each holds the whole tree, unless
     * the request had it travel apart.
     */
    public List<byte[]> welcomes() {
        return welcome.stream()
                .flatMap(all ->
                        all.secrets().stream()
                                .map(one -> new Welcome(all.suiteId(), List.of(one), all.encryptedGroupInfo())))
                .map(one -> new MlsMessage.OfWelcome(one).encode())
                .toList();
    }

    /** An {@code MLSMessage} of the next epoch's GroupInfo; empty if nobody was added and it was not asked for. */
    public Optional<byte[]> groupInfo() {
        return groupInfo.map(it -> new MlsMessage.OfGroupInfo(it).encode());
    }

    /** The next epoch's ratchet tree, for joiners who get it apart from the Welcome. */
    public byte[] tree() {
        return next.tree();
    }

    /** The next epoch's authenticator. */
    public byte[] epochAuthenticator() {
        return next.epochAuthenticator();
    }

    /** What the commit does, as its readers will find. */
    public Received.Changes changes() {
        return changes;
    }

    /** The state that the commit leads to; see {@link Group#apply}. */
    Group next() {
        return next;
    }

    boolean follows(Epoch epoch) {
        return epoch.context().groupId().equals(groupId) && epoch.secrets().authenticator().equals(baseAuthenticator);
    }

    private static void storePsk(WireWriter out, UsedPsk psk) {
        switch (psk) {
            case UsedPsk.External(var id) -> out.u8(1).opaque(id);
            case UsedPsk.Resumption(var groupId, var epoch) -> out.u8(2).opaque(groupId).u64(epoch);
        }
    }

    private static UsedPsk loadPsk(WireReader in) throws MalformedException {
        var kind = in.u8();
        return switch (kind) {
            case 1 -> new UsedPsk.External(in.opaque());
            case 2 -> new UsedPsk.Resumption(in.opaque(), in.u64());
            default -> throw new MalformedException("pre-shared key of kind " + kind);
        };
    }

    private static void storeMember(WireWriter out, Member member) {
        member.node().write(out.u32(member.leaf()));
    }

    private static Member loadMember(WireReader in) throws MalformedException {
        return new Member(ParentNode.leafIndex(in), LeafNode.read(in));
    }

    /** What is stored, the next state still as bytes. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Parts(
            Bytes groupId,
            Bytes baseAuthenticator,
            Bytes message,
            Optional<Welcome> welcome,
            Optional<GroupInfo> groupInfo,
            byte[] epochBytes,
            byte[] ratchetBytes,
            Received.Changes changes) {

        static Parts load(WireReader in) throws MalformedException {
            Stored.version(in, FORM);
            var groupId = in.opaqueBytes();
            var authenticator = in.opaqueBytes();
            var message = in.opaqueBytes();
            var welcome = in.optional(Welcome::read);
            var groupInfo = in.optional(GroupInfo::read);
            var epochBytes = in.opaque();
            var ratchetBytes = in.opaque();
            var changes =
                    new Received.Changes(
                            loadMember(in),
                            in.vector(PendingCommit::loadMember),
                            in.vector(PendingCommit::loadMember),
                            in.vector(item ->
                                    new Updated(ParentNode.leafIndex(item), LeafNode.read(item), LeafNode.read(item))),
                            in.bool(),
                            WireReader.decode(epochBytes, Epoch::load).reInit().map(Credentials::view),
                            in.vector(PendingCommit::loadPsk),
                            List.of());
            return new Parts(groupId, authenticator, message, welcome, groupInfo, epochBytes, ratchetBytes, changes);
        }
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "PendingCommit to " + next;
    }
}
