package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Contacts.State;
import parley.client.api.chat.Companion;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people are called, as one transaction sees it: by an address that only they are called by, or else by their key.
 * Our own address and those of contacts are theirs wherever somebody claims them; any other is, in each conversation,
 * of whoever came under it first ({@link Bearers}). Addresses are told apart by name alone: what a relay calls itself
 * it may change.
 */
final class Names {

    /** Bytes of an account key in the name of one whose own is not believed; as many as a name has room for. */
    private static final int KEY_IN_NAME = 14;

    /** What {@link #ofKey} makes, which nobody else is called. */
    private static final Pattern OF_KEY = Pattern.compile("key-[0-9a-f]{" + 2 * KEY_IN_NAME + "}");

    /** Stands for a relay where none is known. */
    private static final String NOWHERE = "unknown.invalid";

    private final Transaction tx;
    private final Optional<OwnName> own;
    private final Map<AccountKey, Address> known = new HashMap<>();
    private final Map<String, Rank> taken = new HashMap<>();
    private final Map<ConversationId, Bearers> bearers = new HashMap<>();

    /** Which contact of several of one name is called by it: those of the highest. */
    private enum Rank {
        STRANGER,
        ASKS,
        REPLACED,
        CONTACT,
        OURSELVES
    }

    Names(Transaction tx, List<StoredContact> contacts) throws CommandException {
        this.tx = tx;
        own = OwnName.of(tx);
        own.ifPresent(we -> taken.put(we.address().name(), Rank.OURSELVES));
        for (var contact : contacts) taken.merge(contact.address().name(), rank(contact), Names::higher);
        for (var contact : contacts) known.put(contact.account(), called(contact));
        own.ifPresent(we -> known.put(we.account(), we.address()));
    }

    private static Rank rank(StoredContact contact) {
        var ours = contact.state() == State.APPROVED || contact.state() == State.REQUESTED;
        if (ours) return contact.knowledge().isReplaced() ? Rank.REPLACED : Rank.CONTACT;
        return contact.state() == State.ASKS ? Rank.ASKS : Rank.STRANGER;
    }

    private static Rank higher(Rank one, Rank other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Address called(StoredContact contact) {
        var address = contact.address();
        var theirs = taken.get(address.name()) == rank(contact) && !isOfAnother(contact.account(), address);
        return theirs ? address : ofKey(contact.account(), address.relay());
    }

    /** Whether an address is what somebody else may be called by their key, or a companion. */
    private static boolean isOfAnother(AccountKey account, Address address) {
        if (address.relay().equals(Companion.RELAY)) return !Companions.is(account, address);
        return OF_KEY.matcher(address.name()).matches() && !ofKey(account, address.relay()).equals(address);
    }

    /** Whether we are called so, or a contact is. */
    boolean isTaken(String name) {
        return taken.containsKey(name);
    }

    /** Whether it is our own name. */
    boolean isOurs(String name) {
        return own.filter(we -> we.address().name().equals(name)).isPresent();
    }

    /** Whether this profile knows whose the account is, whatever they claim. */
    boolean isKnown(AccountKey account) {
        return known.containsKey(account);
    }

    /**
     * What somebody is called in a conversation.
     *
     * @param claimed what they say; nobody vouches for it
     */
    Address of(ConversationId conversation, AccountKey account, Address claimed) throws CommandException {
        var address = known.get(account);
        if (address != null) return address;
        if (Companions.is(account, claimed)) return claimed;
        var free = !taken.containsKey(claimed.name()) && !isOfAnother(account, claimed);
        return free && bearers(conversation).mayBe(account, claimed.name())
                ? claimed
                : ofKey(account, relay(claimed.relay()));
    }

    private Bearers bearers(ConversationId conversation) throws CommandException {
        var there = bearers.get(conversation);
        if (there == null) {
            there = new Roll(tx, conversation).bearers();
            bearers.put(conversation, there);
        }
        return there;
    }

    private String relay(String claimed) {
        if (!claimed.equals(Companion.RELAY)) return claimed;
        return own.map(we -> we.address().relay()).orElse(NOWHERE);
    }

    /** What somebody is called by their key alone. */
    static Address ofKey(AccountKey account, String relay) {
        var key = account.bytes().slice(0, KEY_IN_NAME).toArray();
        return new Address("key-" + HexFormat.of().formatHex(key), relay);
    }
}
