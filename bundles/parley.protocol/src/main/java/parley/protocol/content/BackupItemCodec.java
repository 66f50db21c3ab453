package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayKey;
import parley.protocol.content.BackupItem.Account;
import parley.protocol.content.BackupItem.Answer;
import parley.protocol.content.BackupItem.Called;
import parley.protocol.content.BackupItem.Conversation;
import parley.protocol.content.BackupItem.End;
import parley.protocol.content.BackupItem.Mark;
import parley.protocol.content.BackupItem.Member;
import parley.protocol.content.BackupItem.Message;
import parley.protocol.content.BackupItem.OtherKey;
import parley.protocol.content.BackupItem.Person;
import parley.protocol.content.BackupItem.Privacy;
import parley.protocol.content.BackupItem.Profile;
import parley.protocol.content.BackupItem.Reaction;
import parley.protocol.content.BackupItem.Settings;
import parley.protocol.content.BackupItem.Standing;
import parley.protocol.content.BackupItem.Unknown;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The bytes of a backup's items: a type (u8), then the record's fields in order, as a vector. */
final class BackupItemCodec {

    private static final int ACCOUNT = 1;
    private static final int PERSON = 2;
    private static final int PROFILE = 3;
    private static final int PRIVACY = 4;
    private static final int CONVERSATION = 5;
    private static final int MEMBER = 6;
    private static final int MESSAGE = 7;
    private static final int END = 8;

    private BackupItemCodec() {}

    static boolean isKnown(int type) {
        return type >= ACCOUNT && type <= END;
    }

    // ---- Writing ----

    static Bytes encode(BackupItem item) {
        if (item instanceof Unknown(var type, var fields)) return new WireWriter().u8(type).opaque(fields).toBytes();
        var fields = new WireWriter(512);
        var type =
                switch (item) {
                    case Account account -> write(fields, account);
                    case Person person -> write(fields, person);
                    case Profile profile -> write(fields, profile);
                    case Privacy privacy -> {
                        fields.bool(privacy.receipts()).bool(privacy.typing());
                        yield PRIVACY;
                    }
                    case Conversation conversation -> write(fields, conversation);
                    case Member member -> {
                        member.account().write(fields);
                        write(fields, member.address());
                        fields.optional(member.leaf(), (w, leaf) -> leaf.write(w));
                        yield MEMBER;
                    }
                    case Message message -> write(fields, message);
                    case End end -> {
                        fields.u64(end.persons()).u64(end.conversations()).u64(end.messages());
                        yield END;
                    }
                    case Unknown unknown -> throw new IllegalStateException("written above: " + unknown);
                };
        item.parts().write(fields);
        return new WireWriter(fields.length() + 5).u8(type).opaque(fields.toArray()).toBytes();
    }

    private static int write(WireWriter out, Account account) {
        account.account().write(out);
        out.fixed(account.secret());
        write(out, account.address());
        out.text(account.url());
        account.relay().write(out);
        account.devices().write(out);
        out.u64(account.at());
        return ACCOUNT;
    }

    private static int write(WireWriter out, Person person) {
        person.account().write(out);
        write(out, person.address());
        out.u8(person.standing().ordinal() + 1);
        out.optional(person.conversation(), (w, id) -> id.write(w));
        out.optional(person.verified(), WireWriter::u64);
        out.optional(
                person.other(),
                (w, other) -> {
                    other.key().write(w);
                    w.u8(other.answer().ordinal() + 1);
                });
        out.optional(person.request(), WireWriter::opaque);
        return PERSON;
    }

    private static int write(WireWriter out, Profile profile) {
        profile.account().write(out);
        out.u64(profile.version()).text(profile.name()).opaque(profile.picture());
        out.u64(profile.bioVersion()).text(profile.bio());
        return PROFILE;
    }

    private static int write(WireWriter out, Conversation conversation) {
        conversation.log().write(out);
        out.text(conversation.hub()).u16(conversation.suite()).bool(conversation.closed()).text(conversation.title());
        out.u32(conversation.unread()).u64(conversation.activity()).u32(conversation.lifetime());
        out.opaque(conversation.policy().encode());
        var settings = conversation.settings();
        out.u64(settings.pinned())
                .optional(settings.mutedUntil(), WireWriter::u64)
                .bool(settings.archived())
                .bool(settings.markedUnread())
                .optional(settings.receipts(), WireWriter::bool)
                .text(settings.draft())
                .optional(settings.draftReplyTo(), (w, id) -> id.write(w))
                .vector(settings.pins(), (w, id) -> id.write(w));
        return CONVERSATION;
    }

    private static int write(WireWriter out, Message message) {
        message.id().write(out);
        message.author().write(out);
        write(out, message.from());
        out.u64(message.at()).u8(message.mark().ordinal() + 1);
        out.bool(message.file()).bool(message.deleted()).bool(message.forwarded()).text(message.text());
        out.optional(message.replyTo(), (w, id) -> id.write(w)).optional(message.edited(), WireWriter::u64);
        out.vector(
                message.mentions(),
                (w, called) -> {
                    called.mention().write(w);
                    write(w, called.address());
                });
        out.vector(
                message.reactions(),
                (w, reaction) -> {
                    reaction.author().write(w);
                    write(w, reaction.address());
                    w.text(reaction.emoji());
                });
        return MESSAGE;
    }

    private static void write(WireWriter out, Address address) {
        out.text(address.name()).text(address.relay());
    }

    // ---- Reading ----

    static BackupItem read(WireReader in) throws MalformedException {
        var type = in.u8();
        var fields = in.inner();
        if (!isKnown(type)) return new Unknown(type, Bytes.wrap(fields.rest()));
        return switch (type) {
            case ACCOUNT ->
                    new Account(
                            AccountKey.read(fields),
                            fields.fixedBytes(Account.SECRET),
                            address(fields),
                            fields.text(),
                            RelayKey.read(fields),
                            DeviceList.read(fields),
                            fields.size(),
                            Parts.read(fields));
            case PERSON ->
                    new Person(
                            AccountKey.read(fields),
                            address(fields),
                            of(Standing.values(), fields),
                            fields.optional(ConversationId::read),
                            fields.optional(WireReader::size),
                            fields.optional(item -> new OtherKey(AccountKey.read(item), of(Answer.values(), item))),
                            fields.optional(WireReader::opaqueBytes),
                            Parts.read(fields));
            case PROFILE ->
                    new Profile(
                            AccountKey.read(fields),
                            fields.size(),
                            fields.text(),
                            fields.opaqueBytes(),
                            fields.size(),
                            fields.text(),
                            Parts.read(fields));
            case PRIVACY -> new Privacy(fields.bool(), fields.bool(), Parts.read(fields));
            case CONVERSATION -> conversation(fields);
            case MEMBER ->
                    new Member(
                            AccountKey.read(fields),
                            address(fields),
                            fields.optional(LeafData::read),
                            Parts.read(fields));
            case MESSAGE -> message(fields);
            default -> new End(fields.size(), fields.size(), fields.size(), Parts.read(fields));
        };
    }

    private static Conversation conversation(WireReader in) throws MalformedException {
        return new Conversation(
                LogId.read(in),
                in.text(),
                in.u16(),
                in.bool(),
                in.text(),
                in.u32(),
                in.size(),
                in.u32(),
                Policy.decode(in.opaqueBytes()),
                new Settings(
                        in.size(),
                        in.optional(WireReader::size),
                        in.bool(),
                        in.bool(),
                        in.optional(WireReader::bool),
                        in.text(),
                        in.optional(MessageId::read),
                        in.vector(Settings.MAX_PINS, "pins", MessageId::read)),
                Parts.read(in));
    }

    private static Message message(WireReader in) throws MalformedException {
        return new Message(
                MessageId.read(in),
                AccountKey.read(in),
                address(in),
                in.size(),
                of(Mark.values(), in),
                in.bool(),
                in.bool(),
                in.bool(),
                in.text(),
                in.optional(MessageId::read),
                in.optional(WireReader::size),
                in.vector(Mention.MOST, "mentions", item -> new Called(Mention.read(item), address(item))),
                in.vector(
                        Message.MAX_REACTIONS,
                        "reactions",
                        item -> new Reaction(AccountKey.read(item), address(item), item.text())),
                Parts.read(in));
    }

    private static Address address(WireReader in) throws MalformedException {
        return new Address(in.text(), in.text());
    }

    private static <T> T of(T[] values, WireReader in) throws MalformedException {
        var code = in.u8();
        if (code < 1 || code > values.length) throw new MalformedException("number " + code + " names nothing here");
        return values[code - 1];
    }
}
