package parley.mls;

import parley.protocol.wire.Bytes;

import java.util.List;

/** What a message says of itself to whoever carries it: nothing of it is verified. */
@SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over to the caller
public sealed interface MessageInfo {

    /** What a handshake or application message carries. */
    enum Content {
        APPLICATION,
        PROPOSAL,
        COMMIT
    }

    /** Whom a message to a group comes from, as it says (RFC 9420 §6). */
    enum From {
        /** A member. */
        MEMBER,
        /** One of the group's external senders, with a proposal (§12.1.8.1). */
        EXTERNAL_SENDER,
        /** Someone who joins by an external commit (§12.4.3.2), or proposes to be added (§12.1.8). */
        NEWCOMER
    }

    /**
     * A message to the members of a group.
     *
     * @param epoch unsigned
     * @param authenticatedData readable by every carrier
     */
    record ToGroup(byte[] groupId, long epoch, From from, Content content, Framing framing, byte[] authenticatedData)
            implements MessageInfo {}

    /**
     * A Welcome.
     *
     * @param keyPackageRefs {@link KeyPackage#ref} of each KeyPackage it is for
     */
    record ToJoiners(int suiteId, List<byte[]> keyPackageRefs) implements MessageInfo {}

    /** A GroupInfo. */
    record OfGroup(int suiteId, byte[] groupId, long epoch) implements MessageInfo {}

    /** A KeyPackage. */
    record OfClient(KeyPackage keyPackage) implements MessageInfo {}

    /**
     * Looks at any {@code MLSMessage}.
     *
     * @throws MlsException.Malformed if it is none
     */
    static MessageInfo of(byte[] message) throws MlsException.Malformed {
        return switch (MlsMessage.decode(message)) {
            case MlsMessage.PublicMessage it ->
                    new ToGroup(
                            it.content().groupId().toArray(),
                            it.content().epoch(),
                            from(it.content().sender()),
                            content(it.content().content().type()),
                            Framing.PUBLIC,
                            it.content().authenticatedData().toArray());
            case MlsMessage.PrivateMessage it ->
                    new ToGroup(
                            it.groupId().toArray(),
                            it.epoch(),
                            From.MEMBER,
                            content(it.contentType()),
                            Framing.PRIVATE,
                            it.authenticatedData().toArray());
            case MlsMessage.OfWelcome(var welcome) ->
                    new ToJoiners(
                            welcome.suiteId(),
                            welcome.secrets().stream().map(Welcome.Entry::keyPackageRef).map(Bytes::toArray).toList());
            case MlsMessage.OfGroupInfo(var info) ->
                    new OfGroup(info.context().suiteId(), info.context().groupId().toArray(), info.context().epoch());
            case MlsMessage.OfKeyPackage(var keyPackage) -> new OfClient(keyPackage);
        };
    }

    private static From from(FramedContent.Sender sender) {
        return switch (sender.type()) {
            case MEMBER -> From.MEMBER;
            case EXTERNAL -> From.EXTERNAL_SENDER;
            case NEW_MEMBER_PROPOSAL, NEW_MEMBER_COMMIT -> From.NEWCOMER;
        };
    }

    private static Content content(int type) {
        return Content.values()[type - 1];
    }
}
