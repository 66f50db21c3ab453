package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.Amendments.By;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.Conversations.Kind;
import parley.client.api.Privacy.Told;
import parley.client.api.backup.BackupPart;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.Token;
import parley.protocol.content.BackupItem;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.MalformedException;

import java.time.Instant;

/**
 * Takes people, conversations and messages out of a backup, in one transaction.
 *
 * <p>A restored conversation is one that this device has lost: it has a group of this device alone, which nobody hears
 * of and which holds nothing but the rules there were, until an admin, or the other of two, has let it in again ({@link
 * Rejoining}, {@link WayBack}). So all that is done with conversations that were lost is done with these.
 */
final class ChatRestore implements BackupPart.Taker {

    private final Chat chat;
    private final Book book;
    private BackupItem.@Nullable Account account;

    /** The conversation whose members and messages come now. */
    private @Nullable ConversationState state;

    private long members;

    ChatRestore(Chat chat, Book book) throws CommandException {
        this.chat = chat;
        this.book = book;
        if (book.contacts().isEmpty() && book.conversations().isEmpty()) return;
        throw new CommandException(
                Code.REFUSED, "this profile is in use already; restore into a new one: --profile NAME, or --home DIR");
    }

    @Override
    public boolean take(BackupItem item) throws CommandException {
        try {
            switch (item) {
                case BackupItem.Account own -> account = own;
                case BackupItem.Person person -> book.put(BackedUp.contact(person));
                case BackupItem.Profile profile -> BackedUp.profile(profile).put(book.tx());
                case BackupItem.Privacy told ->
                        book.put(new Told(told.delivered(), told.receipts(), told.typing(), told.presence()));
                case BackupItem.Conversation conversation -> begin(conversation);
                case BackupItem.Member member -> take(member);
                case BackupItem.Message message -> take(message);
                case BackupItem.End _, BackupItem.Unknown _ -> {}
            }
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        } catch (MalformedException e) {
            throw strange();
        }
        return !(item instanceof BackupItem.Account);
    }

    @Override
    public void end() throws CommandException {
        finish();
        TextChanges.noteMany(book.tx());
    }

    private BackupItem.Account own() throws CommandException {
        var own = account;
        if (own == null) throw strange();
        return own;
    }

    private ConversationState state() throws CommandException {
        var now = state;
        if (now == null) throw strange();
        return now;
    }

    private static CommandException strange() {
        return new CommandException(
                Code.DAMAGED, "this backup does not hold together; make another where it comes from");
    }

    // ---- Conversations ----

    private void begin(BackupItem.Conversation saved) throws CommandException, SuiteMissingException {
        finish();
        var policy = saved.policy();
        var id = policy.conversation();
        if (book.conversation(id).isPresent()) throw strange();
        var suite = suite(saved.suite());
        var follower = chat.identities().newFollower(); // of no log: the one that this device joins by is another
        var now =
                new ConversationState(
                        id,
                        policy.kind() == Policy.Kind.DIRECT ? Kind.DIRECT : Kind.GROUP,
                        saved.title(),
                        saved.log(),
                        saved.hub(),
                        suite,
                        saved.closed() ? Stage.CLOSED : Stage.OPEN,
                        follower.key(),
                        follower.privateKey(),
                        When.shown(saved.activity()));
        now.generation = policy.generation();
        now.lost = !saved.closed();
        now.cut = !saved.closed();
        now.unread = (int) saved.unread();
        placeHold(now, policy);
        book.put(now);
        set(saved);
        state = now;
        members = 0;
    }

    /** The suite it had, or another for as long as this device is alone: the group's own counts once it is let in. */
    private int suite(int had) throws SuiteMissingException {
        if (chat.groups().present().contains(had)) return had;
        return chat.groups().defaultSuite().orElseThrow(() -> new SuiteMissingException(had));
    }

    private void placeHold(ConversationState now, Policy policy) throws CommandException, SuiteMissingException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow(ChatRestore::strange);
        var devices = chat.identities().view(identity).devices();
        // Nobody is given these tokens, and no relay is told of them.
        var leaf =
                new LeafData(
                        now.follower,
                        own().address(),
                        devices.inboxKeyNumber(),
                        devices.inboxKey(),
                        Token.random(),
                        Token.random());
        book.put(now.id, chat.groups().create(identity, now.suite, leaf, policy), null);
        book.putQuiet(now.id, policy.adminsWrite());
    }

    private void set(BackupItem.Conversation saved) throws CommandException {
        var id = saved.policy().conversation();
        var settings = saved.settings();
        book.put(
                id,
                new StoredSettings(
                        settings.pinned(),
                        settings.mutedUntil().map(ChatRestore::muted),
                        settings.archived(),
                        settings.markedUnread(),
                        settings.receipts(),
                        new Draft(settings.draft(), settings.draftReplyTo()),
                        settings.pins()));
        Lifetimes.restore(book.tx(), id, saved.policy(), saved.lifetime());
    }

    private static Instant muted(long until) {
        return until <= When.LAST.toEpochMilli() ? Instant.ofEpochMilli(until) : ConversationSettings.FOR_EVER;
    }

    private void take(BackupItem.Member member) throws CommandException {
        if (member.account().equals(own().account())) throw strange();
        var id = state().id;
        var order = members++;
        if (order >= Policy.MAX_MEMBERS) throw strange();
        book.roll(id).putOfNoLeaf((int) order, member.account(), member.address());
        if (member.leaf().isPresent()) new WayBack(member.account(), member.leaf().get()).put(book, id, order);
    }

    private void take(BackupItem.Message saved) throws CommandException {
        var now = state();
        if (book.place(saved.id()).isPresent()) throw strange();
        var message = BackedUp.message(saved, ++now.lastOrder, own().account());
        book.restore(now.id, message);
        var reactions = book.reactions(message.id());
        for (var reaction : saved.reactions()) {
            var own = reaction.author().equals(own().account());
            var by = new By(reaction.author(), reaction.address(), own, Instant.EPOCH);
            if (!own) {
                reactions.add(by, reaction.emoji(), 0);
            } else {
                reactions.say(by, reaction.emoji(), true);
                reactions.readBack(by, reaction.emoji(), true, true);
            }
        }
    }

    /** The conversation is whole. */
    private void finish() {
        var now = state;
        if (now != null) book.put(now);
        state = null;
    }
}
