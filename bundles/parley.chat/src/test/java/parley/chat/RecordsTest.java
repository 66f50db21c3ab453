package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.chat.ConversationState.Watermarks;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.Privacy.Told;
import parley.client.api.Verification;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.BackupItem;
import parley.protocol.content.Content;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Policy;
import parley.protocol.content.Salt;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireWriter;
import parley.testing.MemoryStore;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every record comes back as it was put, and a damaged one is refused and nothing worse. */
class RecordsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final Address ALICE = new Address("alice", "relay.example");

    @FunctionalInterface
    private interface Decode {
        Object from(Bytes bytes) throws MalformedException;
    }

    /** One of each; {@code bare} leaves out all that may be left out. */
    private enum Kept {
        STATE(ConversationState::decode) {
            @Override
            Bytes encode(boolean bare) {
                return state(bare).encode();
            }
        },
        CONTACT(StoredContact::decode) {
            @Override
            Bytes encode(boolean bare) {
                return contact(bare).encode();
            }
        },
        CHECK(StoredCheck::decode) {
            @Override
            Bytes encode(boolean bare) {
                return check(bare).encode();
            }
        },
        PROFILE(StoredProfile::decode) {
            @Override
            Bytes encode(boolean bare) {
                return profile(bare).encode();
            }
        },
        MESSAGE(StoredMessage::decode) {
            @Override
            Bytes encode(boolean bare) {
                return message(bare).encode();
            }
        },
        OUTGOING(Outgoing::decode) {
            @Override
            Bytes encode(boolean bare) {
                return outgoing(bare).encode();
            }
        },
        WISH(Wish::decode) {
            @Override
            Bytes encode(boolean bare) {
                return wish(bare).encode();
            }
        },
        JOINING(Joining::decode) {
            @Override
            Bytes encode(boolean bare) {
                return joining(bare).encode();
            }
        },
        SETTINGS(StoredSettings::decode) {
            @Override
            Bytes encode(boolean bare) {
                return settings(bare).encode();
            }
        },
        PENDING(PendingCommit::decode) {
            @Override
            Bytes encode(boolean bare) {
                return pending(bare).encode();
            }
        };

        final Decode decode;

        Kept(Decode decode) {
            this.decode = decode;
        }

        abstract Bytes encode(boolean bare);
    }

    private static Bytes fill(int value, int length) {
        var bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }

    private static AccountKey account(int value) {
        return new AccountKey(fill(value, 32));
    }

    private static FollowerKey follower(int value) {
        return new FollowerKey(fill(value, 32));
    }

    private static ConversationState state(boolean bare) {
        var state =
                new ConversationState(
                        new ConversationId(fill(1, 16)),
                        bare ? Kind.GROUP : Kind.DIRECT,
                        "bob@relay.example",
                        new LogId(fill(2, 16)),
                        "relay.example",
                        0xF00D,
                        bare ? Stage.OPENING : Stage.CLOSED,
                        follower(3),
                        fill(4, 40),
                        NOW);
        if (bare) return state;
        state.position = Long.MAX_VALUE;
        state.chain = Hash.of(new byte[] {5});
        state.joinedAt = 6;
        state.addSlot(new Slot(7, 8, true, fill(9, 8)));
        state.addSlot(new Slot(10, 11, false, fill(12, 8)));
        state.lastNumber = 13;
        state.stopped = "because";
        state.refused = "for now";
        state.ignored.add(account(16));
        state.claimant = account(17);
        state.delivered = 22;
        state.deliveredTold = 23;
        state.read = 24;
        state.readTold = 25;
        state.lastOrder = 26;
        state.lastOutgoing = 27;
        state.unread = 28;
        state.mentions = 5;
        state.leafSince = NOW.plusSeconds(1);
        state.lost = true;
        state.leaving = true;
        state.linkTold = fill(29, 32);
        state.generation = 0xFFFF_FFFFL;
        state.spoiltBy(account(30));
        state.suspect(account(33));
        state.opener = account(31);
        state.former = new LogId(fill(32, LogId.LENGTH));
        state.anewSince = Instant.ofEpochMilli(77);
        return state;
    }

    private static ContactRequest request() {
        var devices = new DeviceList(account(1), 1, List.of(new DeviceKey(fill(2, 32))), 1, fill(3, 32), fill(4, 64));
        var chain = new IdentityChain(account(1), new DeviceKey(fill(2, 32)), fill(5, 64), fill(6, 64));
        return new ContactRequest(
                fill(7, 16),
                ALICE,
                chain,
                fill(8, 32),
                devices,
                List.of(fill(9, 100)),
                new Token(fill(10, 32)),
                account(11),
                1,
                fill(12, 64));
    }

    private static StoredContact contact(boolean bare) {
        return new StoredContact(
                ALICE,
                account(1),
                bare ? Contacts.State.ASKS : Contacts.State.BLOCKED,
                bare ? Optional.empty() : Optional.of(new ConversationId(fill(2, 16))),
                bare ? Optional.empty() : Optional.of(request()),
                bare ? Optional.empty() : Optional.of(fill(3, 300)),
                bare ? List.of() : List.of(Hash.of(new byte[] {4}), Hash.of(new byte[] {5})),
                bare
                        ? Knowledge.NONE
                        : new Knowledge(
                                Optional.of(NOW),
                                Optional.of(new Knowledge.Change(account(6), Knowledge.Answer.KEPT))));
    }

    private static StoredCheck check(boolean bare) {
        return new StoredCheck(
                new ConversationId(fill(1, 16)),
                fill(2, 16),
                fill(3, 16),
                !bare,
                account(4),
                bare ? Verification.CheckState.ASKED : Verification.CheckState.COMPARE,
                bare ? Bytes.EMPTY : fill(5, 32),
                bare ? Bytes.EMPTY : fill(6, 32),
                NOW);
    }

    private static StoredProfile profile(boolean bare) {
        return bare
                ? StoredProfile.none(account(1))
                : new StoredProfile(account(1), Long.MAX_VALUE, "Alice", fill(2, 300), 3, "two\nlines");
    }

    private static StoredMessage message(boolean bare) {
        var words =
                new StoredMessage.Words(
                        "two\nlines",
                        Optional.of(new MessageId(fill(5, 16))),
                        List.of(
                                new Message.Mention(0, 1, account(8), ALICE, false),
                                new Message.Mention(4, 0xFFFF, account(9), ALICE, true)),
                        true,
                        Optional.of(NOW.plusSeconds(1)),
                        2_419_200,
                        Optional.of(Instant.EPOCH),
                        Optional.of(When.LAST));
        return new StoredMessage(
                new MessageId(fill(1, 16)),
                2,
                account(3),
                ALICE,
                !bare,
                NOW,
                bare ? Message.State.RECEIVED : Message.State.FAILED,
                bare ? 0 : 4,
                !bare,
                bare ? StoredMessage.Words.NONE : words,
                bare ? StoredMessage.Gone.NOT : StoredMessage.Gone.DELETED,
                bare ? StoredMessage.Told.NOTHING : new StoredMessage.Told(6, Long.MAX_VALUE));
    }

    @Test
    void whatAMessageClaimsIsBackedUp() throws Exception {
        for (var claimed : List.of(Optional.of(Instant.EPOCH), Optional.of(When.LAST), Optional.<Instant>empty())) {
            for (var words :
                    List.of(
                            new StoredMessage.Words("said").claiming(claimed),
                            new StoredMessage.Words("said").claiming(Optional.empty(), claimed))) {
                var message = message(true).with(words);
                var item = BackupItem.decode(BackedUp.of(message, List.of()).encode());
                assertEquals(message, BackedUp.message((BackupItem.Message) item, message.order(), account(9)));
            }
        }
    }

    /** Nobody shows a time with more digits than those of a year have. */
    @Test
    void whatABackupSaysOfTimesCanBeShown() throws Exception {
        var last = When.LAST.toEpochMilli();
        for (var millis : new long[] {0, last - 1, last, last + 1, Long.MAX_VALUE}) {
            var shown = Instant.ofEpochMilli(Math.min(millis, last));
            var saved = (BackupItem.Message) BackedUp.of(message(true), List.of());
            var item =
                    new BackupItem.Message(
                            saved.id(),
                            saved.author(),
                            saved.from(),
                            millis,
                            saved.mark(),
                            saved.file(),
                            saved.deleted(),
                            saved.forwarded(),
                            saved.text(),
                            saved.replyTo(),
                            Optional.of(millis),
                            saved.mentions(),
                            saved.reactions(),
                            BackupItem.Message.claiming(Optional.of(millis), Optional.of(millis)));
            var message = BackedUp.message((BackupItem.Message) BackupItem.decode(item.encode()), 1, account(9));
            assertEquals(shown, message.at());
            assertEquals(Optional.of(shown), message.words().edited());
            assertEquals(Optional.of(shown), message.words().claimed());
            assertEquals(Optional.of(shown), message.words().editClaimed());
            var person =
                    new BackupItem.Person(
                            account(3),
                            ALICE,
                            BackupItem.Standing.APPROVED,
                            Optional.empty(),
                            Optional.of(millis),
                            Optional.empty(),
                            Optional.empty(),
                            Parts.NONE);
            assertEquals(Optional.of(shown), BackedUp.contact(person).knowledge().verified());
        }
    }

    private static Outgoing outgoing(boolean bare) {
        return new Outgoing(
                1,
                new MessageId(fill(2, 16)),
                new Salt(fill(3, 16)),
                NOW.toEpochMilli(),
                bare ? new Content.Receipt(4, 3) : new Content.Text("text", Optional.of(new MessageId(fill(8, 16)))),
                bare ? Optional.empty() : Optional.of(new Outgoing.Sealed(5, 6, fill(7, 300))),
                !bare,
                bare ? Outgoing.Reach.NOWHERE : Outgoing.Reach.HUB);
    }

    private static Wish wish(boolean bare) {
        if (bare) return new Wish(1, 0, false, new Wish.Restate(List.of()));
        return new Wish(2, 3, true, new Wish.Add(account(4), ALICE, List.of(fill(5, 300), fill(6, 200))));
    }

    private static Joining joining(boolean bare) {
        return new Joining(
                NOW, new Token(fill(1, 32)), fill(2, 300), bare ? List.of() : List.of(Hash.of(new byte[] {3})));
    }

    @Test
    void wishesOfEachKindComeBack() throws Exception {
        for (var want :
                List.of(
                        wish(true).want(),
                        wish(false).want(),
                        new Wish.Remove(account(1), ALICE),
                        new Wish.Rejoin(account(1), new DeviceKey(fill(2, 32)), ALICE, fill(3, 200)),
                        new Wish.Link(),
                        new Wish.HandOver(),
                        Wish.Move.of(0xF00D, 0xFFFF_FFFFL, true, false),
                        Wish.Move.of(7, 1, false, true).with(List.of(fill(3, 200)), List.of(account(1)), NOW),
                        new Wish.Add(account(4), ALICE, List.of(fill(5, 300)), true),
                        new Wish.Settle(GroupRule.TITLE, GroupRule.value("two\nlines")),
                        new Wish.Settle(GroupRule.PICTURE, fill(6, 300)).asMet(),
                        new Wish.Appoint(account(4), ALICE, true, false),
                        new Wish.Ban(account(4), ALICE, false, true),
                        new Wish.NewLink(Optional.of(new Policy.LinkLimits(Long.MAX_VALUE, 1000)), false),
                        new Wish.NewLink(Optional.empty(), true),
                        new Wish.EndLink(false),
                        new Wish.Restate(List.of(follower(1), follower(2))))) {
            var wish = new Wish(7, Long.MAX_VALUE, false, want);
            assertEquals(wish, Wish.decode(wish.encode()));
        }
        for (var bare : new boolean[] {true, false}) {
            assertEquals(joining(bare), Joining.decode(joining(bare).encode()));
        }
    }

    private static StoredSettings settings(boolean bare) {
        if (bare) return StoredSettings.NONE;
        return new StoredSettings(
                3,
                Optional.of(ConversationSettings.FOR_EVER),
                true,
                true,
                Optional.of(false),
                new ConversationSettings.Draft("well", Optional.of(new MessageId(fill(1, 16)))),
                List.of(new MessageId(fill(2, 16)), new MessageId(fill(3, 16))));
    }

    @Test
    void whatHappenedAndWhoAsksComeBack() throws Exception {
        for (var kind : Happening.Kind.values()) {
            assertEquals(Optional.of(kind), Happening.Kind.of(kind.code()));
            var who = new GroupLog.Who(account(1), ALICE);
            for (var deed :
                    List.of(
                            GroupLog.Deed.to(who, kind, new GroupLog.Who(account(2), ALICE)),
                            new GroupLog.Deed(kind, Optional.empty(), Optional.empty(), "a\nb", Long.MAX_VALUE))) {
                var row = new GroupLog.Row(3, Long.MAX_VALUE, NOW, deed);
                assertEquals(row, GroupLog.Row.decode(row.encode()));
            }
        }
        for (var denied : new boolean[] {true, false}) {
            var keyPackages = denied ? List.<Bytes>of() : List.of(fill(4, 300), fill(5, 100));
            var asker = new Askers.Asker(9, account(1), new DeviceKey(fill(2, 32)), ALICE, keyPackages, NOW, denied);
            assertEquals(asker, Askers.Asker.decode(9, asker.encode()));
        }
    }

    private static PendingCommit pending(boolean bare) {
        var body =
                new CommitBody(
                        fill(1, 200),
                        bare ? List.of() : List.of(new NewFollower(follower(2), true)),
                        bare ? List.of() : List.of(follower(3)),
                        Optional.empty());
        return new PendingCommit(
                4,
                body,
                bare ? List.of() : List.of(new Welcome(account(5), new Token(fill(6, 32)), fill(7, 100))),
                fill(8, 500),
                bare ? Optional.empty() : Optional.of(new PendingCommit.NewFollower(follower(9), fill(10, 40))),
                bare
                        ? Optional.empty()
                        : Optional.of(
                                new LargeInvitations.Upload(
                                        new BlobId(fill(11, 16)), new Token(fill(12, 32)), new Token(fill(13, 32)))),
                bare ? Optional.empty() : Optional.of(true));
    }

    @Test
    void comeBackAsTheyWere() throws Exception {
        for (var bare : new boolean[] {true, false}) {
            assertEquals(contact(bare), StoredContact.decode(contact(bare).encode()));
            assertEquals(profile(bare), StoredProfile.decode(profile(bare).encode()));
            assertEquals(check(bare), StoredCheck.decode(check(bare).encode()));
            assertEquals(message(bare), StoredMessage.decode(message(bare).encode()));
            assertEquals(outgoing(bare), Outgoing.decode(outgoing(bare).encode()));
            assertEquals(settings(bare), StoredSettings.decode(settings(bare).encode()));
            assertEquals(pending(bare), PendingCommit.decode(pending(bare).encode()));
            assertEquals(state(bare).encode(), ConversationState.decode(state(bare).encode()).encode());
        }
        var state = ConversationState.decode(state(false).encode());
        assertEquals(Long.MAX_VALUE, state.position);
        assertEquals(7, state.slots.getFirst().position());
        assertTrue(state.slots.getFirst().barrier());
        assertEquals("because", state.stopped);
        assertEquals("for now", state.refused);
        assertEquals(0xFFFF_FFFFL, state.generation);
        assertEquals(List.of(account(30)), state.spoilers);
        assertEquals(List.of(account(33)), state.suspects);
        assertEquals(account(31), state.opener);
        assertEquals(new LogId(fill(32, LogId.LENGTH)), state.former);
        assertEquals(Optional.of("because"), state.halted());
        assertTrue(state.mayResume());
        assertEquals(List.of(account(16)), state.ignored);
        assertEquals(
                List.of(22L, 23L, 24L, 25L, 26L, 27L, 28L),
                List.of(
                        state.delivered,
                        state.deliveredTold,
                        state.read,
                        state.readTold,
                        state.lastOrder,
                        state.lastOutgoing,
                        (long) state.unread));
        assertEquals(5, state.mentions);
        assertEquals(NOW, state.activity);
        assertEquals(NOW.plusSeconds(1), state.leafSince);
        assertTrue(state.lost);
        assertTrue(state.leaving);
        assertEquals(fill(29, 32), state.linkTold);
    }

    @ParameterizedTest
    @EnumSource
    void areRefusedWhenTheyBreakOffOrHaveMore(Kept kept) {
        for (var bare : new boolean[] {true, false}) {
            var bytes = kept.encode(bare);
            for (var length = 0; length < bytes.length(); length++) {
                var cut = bytes.slice(0, length);
                assertThrows(MalformedException.class, () -> kept.decode.from(cut));
            }
            var more = Bytes.wrap(java.util.Arrays.copyOf(bytes.toArray(), bytes.length() + 1));
            assertThrows(MalformedException.class, () -> kept.decode.from(more));
        }
    }

    /** Whatever else is damaged, it is read as something or refused: no other exception comes of it. */
    @ParameterizedTest
    @EnumSource
    void areRefusedWhenDamaged(Kept kept) {
        var bytes = kept.encode(false).toArray();
        for (var at = 0; at < bytes.length; at++) {
            for (var flip : new int[] {1, 0x80, 0xFF}) {
                var damaged = bytes.clone();
                damaged[at] ^= (byte) flip;
                try {
                    kept.decode.from(Bytes.wrap(damaged));
                } catch (MalformedException | IllegalArgumentException e) {
                    assertTrue(e.getMessage() != null);
                }
            }
        }
    }

    @Test
    void oneOfAnOlderVersionIsRead() throws Exception {
        var contact = contact(true).encode().toArray();
        var before = java.util.Arrays.copyOf(contact, contact.length - 2); // without what is known of the key
        before[0] = 2;
        assertEquals(contact(true), StoredContact.decode(Bytes.wrap(before)));
        var oldContact = java.util.Arrays.copyOf(contact, contact.length - 3); // without tokens to revoke
        oldContact[0] = 1;
        assertEquals(contact(true), StoredContact.decode(Bytes.wrap(oldContact)));
        var pending = pending(true).encode().toArray();
        for (int version = 1; version < 3; version++) { // without what was uploaded for it, or what the hub is told
            var oldPending = java.util.Arrays.copyOf(pending, pending.length - 3 + version);
            oldPending[0] = (byte) version;
            assertEquals(pending(true), PendingCommit.decode(Bytes.wrap(oldPending)));
        }
        for (var kept : Kept.values()) {
            var unknown = kept.encode(true).toArray();
            unknown[0] = 9;
            assertThrows(MalformedException.class, () -> kept.decode.from(Bytes.wrap(unknown)));
        }
    }

    /** A message as it was written while the events that tell of it were a list, or not kept. */
    private static Bytes olderMessage(boolean edited, long... told) {
        var out = new WireWriter().u8(2).fixed(fill(1, 16)).u64(2).fixed(fill(3, 32)).text(ALICE.toString());
        out.bool(false).text("said").u64(NOW.toEpochMilli()).text("RECEIVED").u64(4).bool(false);
        out.u8(1).fixed(fill(5, 16)).u8(edited ? 1 : 0);
        if (edited) out.u64(6);
        return out.text("NOT").vector(java.util.Arrays.stream(told).boxed().toList(), WireWriter::u64).toBytes();
    }

    @Test
    void aMessageFromBeforePartsIsRead() throws Exception {
        var reply = Optional.of(new MessageId(fill(5, 16)));
        var said = StoredMessage.decode(olderMessage(false, 7));
        assertEquals(new StoredMessage.Words("said", reply, List.of(), false), said.words());
        assertEquals(new StoredMessage.Told(7, 0), said.told());
        var edited = StoredMessage.decode(olderMessage(true, 7, 8));
        assertEquals(Optional.of(Instant.ofEpochMilli(6)), edited.words().edited());
        assertEquals(new StoredMessage.Told(7, 8), edited.told());
        var oldest = StoredMessage.decode(olderMessage(true, 8)); // it was said before events were kept
        assertEquals(new StoredMessage.Told(0, 8), oldest.told());
        assertEquals(StoredMessage.Told.NOTHING, StoredMessage.decode(olderMessage(false)).told());
        var first = olderMessage(false).toArray();
        first[0] = 1;
        var asSaid = StoredMessage.decode(Bytes.wrap(first).slice(0, first.length - 1 - 16 - 1 - 4 - 1));
        assertEquals(new StoredMessage.Words("said"), asSaid.words());
        assertEquals(StoredMessage.Gone.NOT, asSaid.gone());
    }

    /** What waits in the outbox since before a text could answer anything, or have parts, goes out all the same. */
    @Test
    void whatWaitsSinceBeforePartsIsRead() throws Exception {
        var reply = Optional.of(new MessageId(fill(8, 16)));
        var plain = new WireWriter().text("waits").toBytes();
        assertEquals(waiting(new Content.Text("waits"), true), older(1, 1, plain, true));
        var unanswering = new WireWriter().text("waits").u8(0).toBytes();
        assertEquals(waiting(new Content.Text("waits"), false), older(2, 1, unanswering, false));
        var replying = new WireWriter().text("waits").u8(1).fixed(fill(8, 16)).toBytes();
        assertEquals(waiting(new Content.Text("waits", reply), false), older(2, 1, replying, false));
        var receipt = new WireWriter().u64(4).u64(3).toBytes();
        for (var version : new int[] {1, 2}) {
            assertEquals(waiting(new Content.Receipt(4, 3), true), older(version, 2, receipt, true));
        }
    }

    /** As an older record: whether others may have it is not known, so they may. */
    private static Outgoing waiting(Content content, boolean accepted) {
        return new Outgoing(
                1,
                new MessageId(fill(2, 16)),
                new Salt(fill(3, 16)),
                5,
                content,
                Optional.empty(),
                accepted,
                accepted ? Outgoing.Reach.HUB : Outgoing.Reach.SENT);
    }

    private static Outgoing older(int version, int type, Bytes fields, boolean accepted) throws Exception {
        var old = new WireWriter().u8(version).u64(1).fixed(fill(2, 16)).fixed(fill(3, 16)).u64(5);
        return Outgoing.decode(old.u8(type).opaque(fields).bool(false).bool(accepted).toBytes());
    }

    /** The record as it was while members, numbers and watermarks stood in it. */
    private static Bytes older(int version, ConversationState state) {
        var out = new WireWriter().u8(version);
        state.id.write(out);
        out.u8(1).text(state.title);
        state.log.write(out);
        out.text(state.hub).u16(state.suite).u8(state.stage.ordinal());
        state.follower.write(out);
        out.opaque(state.followerPrivate).u64(state.position);
        state.chain.write(out);
        out.u64(state.joinedAt);
        out.vector(
                state.slots, (w, s) -> w.u64(s.position()).u64(s.epoch()).bool(s.barrier()).opaque(s.authenticator()));
        out.u64(state.lastNumber);
        out.vector(
                List.of(follower(14)),
                (w, key) -> {
                    key.write(w);
                    w.u64(15);
                });
        out.optional(Optional.ofNullable(state.stopped), WireWriter::text);
        out.vector(state.ignored, (w, account) -> account.write(w));
        out.optional(Optional.ofNullable(state.claimant), (w, account) -> account.write(w));
        out.vector(
                List.of(account(18)),
                (w, account) -> {
                    account.write(w);
                    w.u64(19).u64(20);
                });
        out.vector(
                List.of(account(21)),
                (w, account) -> {
                    account.write(w);
                    w.text(ALICE.toString());
                });
        out.u64(state.delivered).u64(state.deliveredTold).u64(state.read).u64(state.readTold);
        out.u64(state.lastOrder).u64(state.lastOutgoing).u32(state.unread);
        out.u64(state.activity.toEpochMilli()).u64(state.leafSince.toEpochMilli());
        if (version == 2) out.optional(Optional.ofNullable(state.refused), WireWriter::text);
        return out.toBytes();
    }

    @Test
    void aConversationFromBeforeGenerationsIsInItsFirst() throws Exception {
        var read = ConversationState.decode(older(3, 4 + BEGUN_ANEW + MENTIONS));
        assertEquals(1, read.generation);
        assertEquals(fill(29, 32), read.linkTold);
    }

    /** The bytes of who has spoilt a conversation, who has opened it anew, and since when it is so. */
    private static final int BEGUN_ANEW = 3 * (1 + AccountKey.LENGTH) + 1 + LogId.LENGTH + 8;

    /** The bytes of how many mention us. */
    private static final int MENTIONS = 4;

    @Test
    void aConversationFromBeforeMentionsHasNone() throws Exception {
        var read = ConversationState.decode(older(5, MENTIONS));
        assertEquals(0, read.mentions);
        assertEquals(Instant.ofEpochMilli(77), read.anewSince);
    }

    /** The record as it was without its last bytes. */
    private static Bytes older(int version, int without) {
        var now = state(false).encode().toArray();
        var before = java.util.Arrays.copyOf(now, now.length - without);
        before[0] = (byte) version;
        return Bytes.wrap(before);
    }

    @Test
    void aConversationFromBeforeRestartsIsInItsFirstLog() throws Exception {
        var read = ConversationState.decode(older(4, BEGUN_ANEW + MENTIONS));
        assertEquals(0xFFFF_FFFFL, read.generation);
        assertEquals(List.of(), read.spoilers);
        assertEquals(List.of(), read.suspects);
        assertNull(read.opener);
        assertNull(read.former);
        assertEquals(Instant.EPOCH, read.anewSince);
    }

    /** Once it was read, each member, number and watermark has a record of its own, and the old one is no more. */
    @Test
    void anOlderConversationIsReadAndKeptAsTheyAreNow() throws Exception {
        for (var version : List.of(1, 2)) {
            for (var all : List.of(true, false)) {
                var state = state(false);
                if (version == 1) state.refused = null;
                state.lost = false;
                state.leaving = false;
                state.linkTold = Bytes.EMPTY;
                state.generation = 1;
                state.mentions = 0;
                state.spoilers.clear();
                state.suspects.clear();
                state.opener = null;
                state.former = null;
                state.anewSince = Instant.EPOCH;
                var store = new MemoryStore();
                store.run(tx -> tx.put("chat.conversation", state.id.bytes(), older(version, state)));
                var read =
                        store.transact(
                                tx -> all ? new Book(tx).conversations().getFirst() : new Book(tx).need(state.id));
                assertEquals(state.encode(), read.encode());
                store.run(tx -> {
                    var book = new Book(tx);
                    assertNull(book.need(state.id).legacy);
                    assertEquals(Optional.of(state.encode()), tx.get("chat.conversation", state.id.bytes()));
                    var roll = book.roll(state.id);
                    assertTrue(roll.isOld());
                    assertEquals(Map.of(account(21), ALICE), roll.members());
                    assertEquals(Optional.of(15L), roll.number(follower(14)));
                    assertEquals(Optional.empty(), roll.number(follower(15)));
                    assertEquals(new Watermarks(19, 20), roll.watermarks(account(18)));
                    assertEquals(new Watermarks(0, 0), roll.watermarks(account(21)));
                    roll.clear();
                    assertEquals(Map.of(), roll.members());
                    roll.put(0, account(22), ALICE);
                    assertFalse(roll.isOld());
                });
            }
        }
    }

    @Test
    void aDamagedOneIsSaidToBe() throws Exception {
        var store = new MemoryStore();
        var id = new ConversationId(fill(1, 16));
        store.run(tx -> tx.put("chat.conversation", id.bytes(), Bytes.of((byte) 2)));
        var refused = assertThrows(CommandException.class, () -> store.transact(tx -> new Book(tx).need(id)));
        assertEquals(Code.DAMAGED, refused.code());
        var other = new ConversationId(fill(2, 16));
        var missing = assertThrows(CommandException.class, () -> store.transact(tx -> new Book(tx).need(other)));
        assertEquals(Code.NOT_FOUND, missing.code());
        assertTrue(String.valueOf(missing.getMessage()).contains("list"));
    }

    // ---- What is told ----

    @ParameterizedTest
    @EnumSource
    void whatIsToldIsKept(Switch off) throws Exception {
        var told =
                new Told(off != Switch.DELIVERED, off != Switch.RECEIPTS, off != Switch.TYPING, off != Switch.PRESENCE);
        var store = new MemoryStore();
        store.run(tx -> new Book(tx).put(told));
        assertEquals(told, store.transact(tx -> new Book(tx).told()));
    }

    enum Switch {
        DELIVERED,
        RECEIPTS,
        TYPING,
        PRESENCE
    }

    private static Told told(int... record) throws CommandException {
        var out = new WireWriter();
        for (var number : record) out.u8(number);
        var store = new MemoryStore();
        store.run(tx -> tx.put("chat.privacy", Bytes.of((byte) 1), out.toBytes()));
        return store.transact(tx -> new Book(tx).told());
    }

    /** Before it could be switched off, it was told that a message has come, and that one is there. */
    @Test
    void anOlderRecordOfWhatIsToldTellsTheRest() throws Exception {
        assertEquals(new Told(true, false, true, true), told(1, 0, 1));
        assertEquals(new Told(true, true, false, true), told(1, 1, 0));
        assertEquals(new Told(false, true, true, true), told(2, 1, 1, 0));
        for (var record :
                new int[][] {{0, 1, 1}, {4, 1, 1, 1, 1}, {1, 1, 1, 1}, {2, 1, 1}, {2, 1, 1, 1, 1}, {3, 1, 1, 1}}) {
            var refused = assertThrows(CommandException.class, () -> told(record));
            assertEquals(Code.DAMAGED, refused.code());
        }
    }

    // ---- Slots ----

    private static Slot slot(long position, boolean barrier) {
        return new Slot(position, position, barrier, fill(0, 8));
    }

    @Test
    void eightSlotsBackAndNotBeforeABarrier() {
        var state = state(true);
        assertEquals(0, state.lastCommit());
        for (var position = 1; position <= 9; position++) state.addSlot(slot(position, false));
        assertEquals(9, state.lastCommit());
        assertEquals(Optional.empty(), state.slot(1));
        for (var position = 2; position <= 9; position++) assertTrue(state.slot(position).isPresent());
        assertEquals(Optional.empty(), state.slot(10));
        state.addSlot(slot(10, true));
        assertEquals(Optional.empty(), state.slot(9));
        assertTrue(state.slot(10).isPresent());
        state.addSlot(slot(11, false));
        assertTrue(state.slot(10).isPresent());
    }
}
