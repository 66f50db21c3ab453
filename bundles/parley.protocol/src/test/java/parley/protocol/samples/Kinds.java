package parley.protocol.samples;

import parley.protocol.DeviceList;
import parley.protocol.content.BackupItem;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.ContentCodec;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.content.SealedRequest;
import parley.protocol.content.SignalContent;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every decoder of this bundle, with samples of what it reads. */
public final class Kinds {

    private Kinds() {}

    public static final Kind<Frame> FRAME =
            new Kind<>("Frame", FrameCodec::encode, FrameCodec::decode, FrameSamples.frames());

    public static final Kind<Content> CONTENT =
            new Kind<>(
                    "Content",
                    content -> Bytes.wrap(WireWriter.encode(content, ContentCodec::write)),
                    bytes -> WireReader.decode(bytes, ContentCodec::read),
                    ContentSamples.contents());

    public static final Kind<LogItem> LOG_ITEM =
            new Kind<>(
                    "LogItem",
                    item -> Bytes.wrap(WireWriter.encode(item, LogItem::write)),
                    bytes -> WireReader.decode(bytes, LogItem::read),
                    FrameSamples.logItems());

    public static final Kind<DeviceList> DEVICE_LIST =
            new Kind<>(
                    "DeviceList",
                    list -> Bytes.wrap(WireWriter.encode(list, (out, it) -> it.write(out))),
                    bytes -> WireReader.decode(bytes, DeviceList::read),
                    Map.of("DeviceList", Fixed.DEVICES));

    public static final Kind<IdentityChain> CHAIN =
            new Kind<>(
                    "IdentityChain",
                    IdentityChain::encode,
                    IdentityChain::decode,
                    Map.of("IdentityChain", Fixed.CHAIN));

    /** What content.json holds. */
    public static List<Kind<?>> ofContent() {
        return List.of(
                CONTENT,
                new Kind<>("Said", Said::encode, Said::decode, ContentSamples.said()),
                new Kind<>("Letter", Letter::encode, Letter::decode, ContentSamples.letters()),
                new Kind<>(
                        "BlobInvitation",
                        Letter.Invitation::encodeForBlob,
                        Letter.Invitation::decodeFromBlob,
                        ContentSamples.blobInvitations()),
                new Kind<>("JoinRequest", JoinRequest::encode, JoinRequest::decode, ContentSamples.joinRequests()),
                new Kind<>(
                        "SealedRequest", SealedRequest::encode, SealedRequest::decode, ContentSamples.sealedRequests()),
                new Kind<>("Policy", Policy::encode, Policy::decode, ContentSamples.policies()),
                new Kind<>("LeafData", LeafData::encode, LeafData::decode, ContentSamples.leafData()),
                new Kind<>("JoinPoint", JoinPoint::encode, JoinPoint::decode, ContentSamples.joinPoints()),
                new Kind<>("CommitClaims", CommitClaims::encode, CommitClaims::decode, ContentSamples.commitClaims()),
                new Kind<>("SignalContent", SignalContent::encode, SignalContent::decode, ContentSamples.signals()),
                new Kind<>("BackupItem", BackupItem::encode, BackupItem::decode, BackupSamples.items()));
    }

    /** What log.json holds. */
    public static List<Kind<?>> ofLogs() {
        return List.of(
                LOG_ITEM,
                new Kind<>("CommitBody", CommitBody::encode, CommitBody::decode, FrameSamples.commitBodies()),
                new Kind<>("InboxItem", InboxItem::encode, InboxItem::decode, FrameSamples.inboxItems()));
    }

    /** What identity.json holds. */
    public static List<Kind<?>> ofIdentity() {
        return List.of(DEVICE_LIST, CHAIN);
    }

    public static List<Kind<?>> all() {
        return Stream.of(List.<Kind<?>>of(FRAME), ofContent(), ofLogs(), ofIdentity()).flatMap(List::stream).toList();
    }
}
