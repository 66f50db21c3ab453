package parley.crypto;

import parley.mls.Credential;
import parley.mls.Extension;
import parley.mls.Framing;
import parley.mls.MessageInfo;
import parley.mls.MlsException;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** What a conversation's group has beyond RFC 9420, judged by every member alike (README.md, Groups). */
final class GroupRules {

    /** {@code last_resort} (draft-ietf-mls-extensions): a KeyPackage that may be used more than once. */
    static final int LAST_RESORT = 0x000A;

    /** What every leaf lists among its capabilities. */
    static final List<Integer> EXTENSIONS =
            List.of(LeafData.EXTENSION, Policy.EXTENSION, JoinPoint.EXTENSION, LAST_RESORT);

    /** What every member must know. */
    static final List<Integer> REQUIRED_EXTENSIONS = List.of(LeafData.EXTENSION, Policy.EXTENSION);

    /** {@code required_capabilities} (RFC 9420 §11.1): leaf data, policy, basic credentials. */
    private static final Extension REQUIRED =
            new Extension(
                    Extension.REQUIRED_CAPABILITIES,
                    new WireWriter()
                            .vector(REQUIRED_EXTENSIONS, WireWriter::u16)
                            .vector(List.<Integer>of(), WireWriter::u16)
                            .vector(List.of(Credential.BASIC), WireWriter::u16)
                            .toArray());

    private GroupRules() {}

    /** The GroupContext extensions of a group under {@code policy}. */
    static List<Extension> context(Policy policy) {
        return List.of(REQUIRED, new Extension(Policy.EXTENSION, policy.encode().shared()));
    }

    /**
     * The policy in a GroupContext, which has that and the required capabilities and nothing else.
     *
     * @throws MalformedException if it is not so
     */
    static Policy policy(List<Extension> context) throws MalformedException {
        var policy = Extension.find(context, Policy.EXTENSION);
        if (policy.isEmpty()) throw new MalformedException("the group has no policy");
        if (context.size() != 2 || !context.contains(REQUIRED)) {
            throw new MalformedException("the group requires other capabilities, or has other extensions");
        }
        return Policy.decode(Bytes.wrap(policy.get()));
    }

    /**
     * Whether a message can be a commit: encrypted, and not another kind of message.
     *
     * @throws MlsException.Malformed if it is no MLSMessage
     */
    static boolean mayBeCommit(Bytes message) throws MlsException.Malformed {
        return MessageInfo.of(message.shared()) instanceof MessageInfo.ToGroup it
                && it.framing() == Framing.PRIVATE
                && it.content() == MessageInfo.Content.COMMIT;
    }

    static List<Extension> leafExtensions(LeafData data) {
        return List.of(new Extension(LeafData.EXTENSION, data.encode().shared()));
    }

    static List<Extension> keyPackageExtensions(boolean lastResort) {
        var extensions = new ArrayList<Extension>();
        if (lastResort) extensions.add(new Extension(LAST_RESORT, new byte[0]));
        return extensions;
    }
}
