package parley.chat;

import parley.client.api.Contacts;
import parley.client.api.Contacts.State;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A person, as this profile knows them.
 *
 * @param request what they asked with, until it is answered
 * @param letter our sealed request, until the relay has it
 * @param revoke hashes of tokens that they hold and that are to end, until the relay has been told
 * @param knowledge of whose the account key is
 */
record StoredContact(
        Address address,
        AccountKey account,
        State state,
        Optional<ConversationId> conversation,
        Optional<ContactRequest> request,
        Optional<Bytes> letter,
        List<Hash> revoke,
        Knowledge knowledge) {

    private static final int VERSION = 3;

    /** Before {@link #revoke} was there. */
    private static final int WITHOUT_REVOKE = 1;

    /** Before {@link #knowledge} was there. */
    private static final int WITHOUT_KNOWLEDGE = 2;

    StoredContact {
        revoke = List.copyOf(revoke);
    }

    /** One of whose key no more is known than that it is theirs by the relay's word, or a link's. */
    StoredContact(
            Address address,
            AccountKey account,
            State state,
            Optional<ConversationId> conversation,
            Optional<ContactRequest> request,
            Optional<Bytes> letter,
            List<Hash> revoke) {
        this(address, account, state, conversation, request, letter, revoke, Knowledge.NONE);
    }

    /** Somebody who asks. */
    static StoredContact asks(ContactRequest request) {
        return new StoredContact(
                request.from(),
                request.chain().account(),
                State.ASKS,
                Optional.empty(),
                Optional.of(request),
                Optional.empty(),
                List.of());
    }

    /** Somebody whom we ask, by {@code letter}. */
    static StoredContact asked(Address address, AccountKey account, Bytes letter) {
        return new StoredContact(
                address, account, State.REQUESTED, Optional.empty(), Optional.empty(), Optional.of(letter), List.of());
    }

    StoredContact with(State state) {
        return new StoredContact(address, account, state, conversation, request, letter, revoke, knowledge);
    }

    StoredContact in(ConversationId conversation) {
        return new StoredContact(
                address,
                account,
                State.APPROVED,
                Optional.of(conversation),
                Optional.empty(),
                Optional.empty(),
                revoke,
                knowledge);
    }

    StoredContact asking(ContactRequest request) {
        return new StoredContact(
                address, account, state, conversation, Optional.of(request), letter, revoke, knowledge);
    }

    StoredContact delivered() {
        return new StoredContact(address, account, state, conversation, request, Optional.empty(), revoke, knowledge);
    }

    /** What they asked with cannot be answered. */
    StoredContact unanswerable() {
        return new StoredContact(address, account, state, conversation, Optional.empty(), letter, revoke, knowledge);
    }

    /** The conversation never began. */
    StoredContact alone() {
        return new StoredContact(
                address, account, state, Optional.empty(), Optional.empty(), letter, revoke, knowledge);
    }

    StoredContact revoking(List<Hash> tokens) {
        return new StoredContact(address, account, state, conversation, request, letter, tokens, knowledge);
    }

    StoredContact knowing(Knowledge knowledge) {
        return new StoredContact(address, account, state, conversation, request, letter, revoke, knowledge);
    }

    /** For a name that only this key has used. */
    Contacts.Contact toContact() {
        return toContact(List.of(), Optional.empty());
    }

    /**
     * @param all contacts
     * @param own address of this account
     */
    Contacts.Contact toContact(List<StoredContact> all, Optional<Address> own) {
        var former =
                all.stream()
                        .filter(one -> !one.account.equals(account) && one.address.name().equals(address.name()))
                        .map(StoredContact::state)
                        .filter(one -> one == State.DENIED || one == State.BLOCKED)
                        .max(Comparator.naturalOrder());
        return new Contacts.Contact(
                address, account, state, conversation, knowledge.trust(), former, lookalike(all, own));
    }

    /** The address, of those that are trusted, that this one is easily taken for. */
    private Optional<Address> lookalike(List<StoredContact> all, Optional<Address> own) {
        var trusted =
                all.stream()
                        .filter(one -> one.state == State.APPROVED && !one.account.equals(account))
                        .map(StoredContact::address);
        return Stream.concat(own.stream(), trusted)
                .filter(one -> !one.name().equals(address.name()) && Lookalikes.alike(one.name(), address.name()))
                .findFirst();
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(VERSION).text(address.toString());
        account.write(out);
        out.text(state.name());
        out.optional(conversation, (w, id) -> id.write(w));
        out.optional(request, (w, asked) -> w.opaque(asked.encode()));
        out.optional(letter, WireWriter::opaque);
        out.vector(revoke, (w, token) -> token.write(w));
        knowledge.write(out);
        return out.toBytes();
    }

    static StoredContact decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version < WITHOUT_REVOKE || version > VERSION) {
                        throw new MalformedException("contact record of an unknown version");
                    }
                    return new StoredContact(
                            Address.parse(in.text()),
                            AccountKey.read(in),
                            State.valueOf(in.text()),
                            in.optional(ConversationId::read),
                            in.optional(item -> request(item.opaqueBytes())),
                            in.optional(WireReader::opaqueBytes),
                            version <= WITHOUT_REVOKE ? List.of() : in.vector(Hash::read),
                            version <= WITHOUT_KNOWLEDGE ? Knowledge.NONE : Knowledge.read(in));
                });
    }

    private static ContactRequest request(Bytes letter) throws MalformedException {
        if (Letter.decode(letter) instanceof ContactRequest request) return request;
        throw new MalformedException("a letter that is no contact request");
    }
}
