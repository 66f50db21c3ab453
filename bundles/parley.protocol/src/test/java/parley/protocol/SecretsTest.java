package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import static parley.protocol.samples.Fixed.*;

import org.junit.jupiter.api.Test;

import parley.protocol.content.BackupItem;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Content.Profile;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Content.Text;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.samples.ContentSamples;
import parley.protocol.samples.Kinds;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What ends up in a log by way of {@code toString}. */
class SecretsTest {

    @Test
    void nothingPrintsATokenOrAKey() {
        for (var kind : Kinds.all()) {
            for (var sample : kind.samples().values()) {
                var printed = sample.toString();
                for (var secret : List.of(TOKEN, OTHER_TOKEN)) {
                    assertFalse(printed.contains(secret.text()), printed);
                    assertFalse(printed.contains(secret.bytes().hex().substring(0, 16)), printed);
                }
                if (sample instanceof LargeInvitation invitation)
                    assertFalse(printed.contains(invitation.key().hex().substring(0, 16)), printed);
                if (sample instanceof Policy policy)
                    assertFalse(printed.contains(policy.link().hex().substring(0, 16)), printed);
                if (sample instanceof BackupItem.Account account)
                    assertFalse(printed.contains(account.secret().hex().substring(0, 16)), printed);
                if (sample instanceof FileOffer offer) {
                    assertFalse(printed.contains(offer.key().hex().substring(0, 16)), printed);
                    if (!offer.name().isEmpty()) assertEquals("FileOffer", printed);
                }
            }
        }
        assertEquals("Token", TOKEN.toString());
    }

    @Test
    void nothingPrintsWhatAPersonWrote() {
        for (var content :
                List.of(
                        new Text("meet me at noon", Optional.of(MESSAGE)),
                        new Edit(MESSAGE, "meet me at noon"),
                        new Profile(1, "noon", "noon", Bytes.EMPTY),
                        new Reaction(MESSAGE, "noon", true))) {
            var said = new Said(ContentSamples.SALT, ContentSamples.SEEN, 1, content);
            assertFalse(said.toString().contains("noon"), said.toString());
        }
    }

    @Test
    void idsPrintFourBytes() {
        for (var id : List.of(ACCOUNT, DEVICE, FOLLOWER, RELAY, LOG, BLOB, MESSAGE, CONVERSATION, HASH)) {
            assertEquals(8, id.toString().length());
        }
        assertEquals("10111213", LOG.toString());
        assertEquals("101112131415161718191a1b1c1d1e1f", LOG.hex());
    }

    @Test
    void idsHaveTheirLength() {
        Refusal.limit(
                "account key of 33 bytes: not 32",
                () -> new AccountKey(bytes(32, 0)),
                () -> new AccountKey(bytes(33, 0)));
        Refusal.limit(
                "device key of 31 bytes: not 32", () -> new DeviceKey(bytes(32, 0)), () -> new DeviceKey(bytes(31, 0)));
        Refusal.limit(
                "follower key of 0 bytes: not 32",
                () -> new FollowerKey(bytes(32, 0)),
                () -> new FollowerKey(bytes(0, 0)));
        Refusal.limit(
                "relay key of 33 bytes: not 32", () -> new RelayKey(bytes(32, 0)), () -> new RelayKey(bytes(33, 0)));
        Refusal.limit("log id of 15 bytes: not 16", () -> new LogId(bytes(16, 0)), () -> new LogId(bytes(15, 0)));
        Refusal.limit("blob id of 17 bytes: not 16", () -> new BlobId(bytes(16, 0)), () -> new BlobId(bytes(17, 0)));
        Refusal.limit(
                "message id of 15 bytes: not 16", () -> new MessageId(bytes(16, 0)), () -> new MessageId(bytes(15, 0)));
        Refusal.limit(
                "conversation id of 15 bytes: not 16",
                () -> new ConversationId(bytes(16, 0)),
                () -> new ConversationId(bytes(15, 0)));
        Refusal.limit("hash of 31 bytes: not 32", () -> new Hash(bytes(32, 0)), () -> new Hash(bytes(31, 0)));
        Refusal.limit("token of 33 bytes: not 32", () -> new Token(bytes(32, 0)), () -> new Token(bytes(33, 0)));
    }

    @Test
    void randomIdsDiffer() {
        assertNotEquals(Token.random(), Token.random());
        assertNotEquals(LogId.random(), LogId.random());
        assertNotEquals(BlobId.random(), BlobId.random());
        assertNotEquals(MessageId.random(), MessageId.random());
        assertNotEquals(ConversationId.random(), ConversationId.random());
    }

    @Test
    void directConversationsAreTheSameForBoth() {
        assertEquals(ConversationId.direct(ACCOUNT, OTHER_ACCOUNT), ConversationId.direct(OTHER_ACCOUNT, ACCOUNT));
        assertNotEquals(ConversationId.direct(ACCOUNT, ACCOUNT), ConversationId.direct(OTHER_ACCOUNT, ACCOUNT));
        assertNotEquals(LogId.inboxOf(ACCOUNT), LogId.inboxOf(OTHER_ACCOUNT));
    }

    @Test
    void deviceListsHaveTheirLimits() {
        var one = List.of(DEVICE);
        Refusal.limit(
                "33 devices: not within 0 and 32",
                () -> list(1, java.util.Collections.nCopies(32, DEVICE), 1, 32, 64),
                () -> list(1, java.util.Collections.nCopies(33, DEVICE), 1, 32, 64));
        Refusal.limit(
                "4294967296 as an inbox key's number: not within 0 and 4294967295",
                () -> list(Long.MAX_VALUE, one, 0xFFFF_FFFFL, 32, 64),
                () -> list(1, one, 0x1_0000_0000L, 32, 64));
        Refusal.refused(
                "-1 as a device list's version: not within 0 and " + Long.MAX_VALUE, () -> list(-1, one, 1, 32, 64));
        Refusal.refused("inbox key of 31 bytes", () -> list(1, one, 1, 31, 64));
        Refusal.refused("signature of 65 bytes", () -> list(1, one, 1, 32, 65));
        var label = "Parley device list 1";
        assertEquals(
                label,
                new String(DEVICES.signed().toArray(), 1, label.length(), java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(label.length(), DEVICES.signed().get(0));
        assertFalse(DEVICES.signed().equals(devices(2, DEVICES.devices()).signed()));
    }

    private static DeviceList list(long version, List<DeviceKey> devices, long number, int key, int signature) {
        return new DeviceList(ACCOUNT, version, devices, number, bytes(key, 0), bytes(signature, 0));
    }
}
