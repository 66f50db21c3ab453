package parley.fuzz;

import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.List;

/** Decoders of Parley's own protocol: what can be read can be written again, byte for byte. */
public final class Frames {

    private interface Codec {
        Bytes again(Bytes bytes) throws MalformedException, UnknownFrameException;
    }

    private static final List<Codec> CODECS =
            List.of(
                    bytes -> FrameCodec.encode(FrameCodec.decode(bytes)),
                    bytes -> Said.decode(bytes).encode(),
                    bytes -> Letter.decode(bytes).encode(),
                    bytes -> Policy.decode(bytes).encode(),
                    bytes -> LeafData.decode(bytes).encode(),
                    bytes -> JoinPoint.decode(bytes).encode(),
                    bytes -> JoinRequest.decode(bytes).encode(),
                    bytes -> CommitClaims.decode(bytes).encode(),
                    bytes -> CommitBody.decode(bytes).encode(),
                    bytes -> InboxItem.decode(bytes).encode());

    private Frames() {}

    /** Called by Jazzer for each input: the first byte chooses the decoder. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) return;
        var bytes = Bytes.of(input).slice(1, input.length);
        try {
            var again = CODECS.get(Mutation.choice(input, CODECS.size())).again(bytes);
            if (!again.equals(bytes)) throw new AssertionError("a value has two forms");
        } catch (MalformedException | UnknownFrameException e) {
            // what refuses is right
        }
    }
}
