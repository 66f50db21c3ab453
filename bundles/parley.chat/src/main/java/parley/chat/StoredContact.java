package parley.chat;

import parley.client.api.Contacts;
import parley.client.api.Contacts.State;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * A person, as this profile knows them.
 *
 * @param request what they asked with, until it is answered
 * @param letter our sealed request, until the relay has it
 */
record StoredContact(
        Address address,
        AccountKey account,
        State state,
        Optional<ConversationId> conversation,
        Optional<ContactRequest> request,
        Optional<Bytes> letter) {

    StoredContact with(State state) {
        return new StoredContact(address, account, state, conversation, request, letter);
    }

    StoredContact in(ConversationId conversation) {
        return new StoredContact(
                address, account, State.APPROVED, Optional.of(conversation), Optional.empty(), Optional.empty());
    }

    StoredContact asking(ContactRequest request) {
        return new StoredContact(address, account, state, conversation, Optional.of(request), letter);
    }

    StoredContact delivered() {
        return new StoredContact(address, account, state, conversation, request, Optional.empty());
    }

    Contacts.Contact toContact() {
        return new Contacts.Contact(address, account, state, conversation);
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(1).text(address.toString());
        account.write(out);
        out.text(state.name());
        out.optional(conversation, (w, id) -> id.write(w));
        out.optional(request, (w, asked) -> w.opaque(asked.encode()));
        return out.optional(letter, WireWriter::opaque).toBytes();
    }

    static StoredContact decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("contact record of an unknown version");
                    return new StoredContact(
                            Address.parse(in.text()),
                            AccountKey.read(in),
                            State.valueOf(in.text()),
                            in.optional(ConversationId::read),
                            in.optional(item -> (ContactRequest) Letter.decode(item.opaqueBytes())),
                            in.optional(WireReader::opaqueBytes));
                });
    }
}
