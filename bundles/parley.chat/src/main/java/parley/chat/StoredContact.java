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

import java.util.List;
import java.util.Optional;

/**
 * A person, as this profile knows them.
 *
 * @param request what they asked with, until it is answered
 * @param letter our sealed request, until the relay has it
 * @param revoke hashes of tokens that they hold and that are to end, until the relay has been told
 */
record StoredContact(
        Address address,
        AccountKey account,
        State state,
        Optional<ConversationId> conversation,
        Optional<ContactRequest> request,
        Optional<Bytes> letter,
        List<Hash> revoke) {

    private static final int VERSION = 2;

    /** Before {@link #revoke} was there. */
    private static final int OLD_VERSION = 1;

    StoredContact {
        revoke = List.copyOf(revoke);
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
        return new StoredContact(address, account, state, conversation, request, letter, revoke);
    }

    StoredContact in(ConversationId conversation) {
        return new StoredContact(
                address,
                account,
                State.APPROVED,
                Optional.of(conversation),
                Optional.empty(),
                Optional.empty(),
                revoke);
    }

    StoredContact asking(ContactRequest request) {
        return new StoredContact(address, account, state, conversation, Optional.of(request), letter, revoke);
    }

    StoredContact delivered() {
        return new StoredContact(address, account, state, conversation, request, Optional.empty(), revoke);
    }

    /** What they asked with cannot be answered. */
    StoredContact unanswerable() {
        return new StoredContact(address, account, state, conversation, Optional.empty(), letter, revoke);
    }

    /** The conversation never began. */
    StoredContact alone() {
        return new StoredContact(address, account, state, Optional.empty(), Optional.empty(), letter, revoke);
    }

    StoredContact revoking(List<Hash> tokens) {
        return new StoredContact(address, account, state, conversation, request, letter, tokens);
    }

    Contacts.Contact toContact() {
        return new Contacts.Contact(address, account, state, conversation);
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(VERSION).text(address.toString());
        account.write(out);
        out.text(state.name());
        out.optional(conversation, (w, id) -> id.write(w));
        out.optional(request, (w, asked) -> w.opaque(asked.encode()));
        out.optional(letter, WireWriter::opaque);
        return out.vector(revoke, (w, token) -> token.write(w)).toBytes();
    }

    static StoredContact decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version != VERSION && version != OLD_VERSION) {
                        throw new MalformedException("contact record of an unknown version");
                    }
                    return new StoredContact(
                            Address.parse(in.text()),
                            AccountKey.read(in),
                            State.valueOf(in.text()),
                            in.optional(ConversationId::read),
                            in.optional(item -> request(item.opaqueBytes())),
                            in.optional(WireReader::opaqueBytes),
                            version == OLD_VERSION ? List.of() : in.vector(Hash::read));
                });
    }

    private static ContactRequest request(Bytes letter) throws MalformedException {
        if (Letter.decode(letter) instanceof ContactRequest request) return request;
        throw new MalformedException("a letter that is no contact request");
    }
}
