package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Profiles;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people say of themselves, as faces see and change it. */
@Component
public final class ProfileBook implements Profiles {

    private final Chat chat;

    @Activate
    public ProfileBook(@Reference Chat chat) {
        this.chat = chat;
    }

    // ---- Others ----

    @Override
    public Optional<Profile> of(AccountKey account) throws CommandException {
        return chat.store().transact(tx -> show(new Book(tx), account));
    }

    @Override
    public Optional<Profile> of(String addressOrLink) throws CommandException {
        return of(chat.people().one(addressOrLink).account());
    }

    private Optional<Profile> show(Book book, AccountKey account) throws CommandException {
        var profile = StoredProfile.of(book.tx(), account);
        if (profile.isEmpty() || profile.get().version() == 0) return Optional.empty();
        return Optional.of(profile.get().shown(lookalike(book, account, profile.get().name())));
    }

    /** The other of whose address or name it is the likeness. */
    private Optional<Address> lookalike(Book book, AccountKey account, String name) throws CommandException {
        if (name.isEmpty()) return Optional.empty();
        for (var other : others(book, account).entrySet()) {
            if (Lookalikes.alike(name, other.getValue().name())) return Optional.of(other.getValue());
            var said = StoredProfile.of(book.tx(), other.getKey());
            if (said.isPresent() && Lookalikes.alike(name, said.get().name())) return Optional.of(other.getValue());
        }
        return Optional.empty();
    }

    /** This account and those approved, without the one in question. */
    private LinkedHashMap<AccountKey, Address> others(Book book, AccountKey account) throws CommandException {
        var own = chat.accounts().current().orElseThrow();
        var others = new LinkedHashMap<AccountKey, Address>();
        others.put(own.key(), own.address());
        for (var contact : book.contacts()) {
            if (contact.state() == State.APPROVED) others.put(contact.account(), contact.address());
        }
        others.remove(account);
        return others;
    }

    // ---- One's own ----

    @Override
    public Profile own() throws CommandException {
        var own = chat.accounts().need().key();
        return chat.store()
                .transact(tx -> StoredProfile.of(tx, own).orElse(StoredProfile.none(own)).shown(Optional.empty()));
    }

    @Override
    public Profile name(String name) throws CommandException {
        var text = name.strip();
        check(text, MAX_NAME, "a name");
        if (text.lines().count() > 1 || Lookalikes.isDisguised(text)) {
            throw new CommandException(
                    Code.USAGE,
                    "a name is one line of letters that are seen, in one alphabet a word, without an @ and signs of"
                            + " trust; write it so");
        }
        return change(one -> new StoredProfile(one.account(), 0, text, one.picture(), 0, one.bio()));
    }

    @Override
    public Profile bio(String bio) throws CommandException {
        var text = bio.strip();
        check(text, MAX_BIO, "what you say of yourself");
        if (text.lines().anyMatch(Lookalikes::hides)) {
            throw new CommandException(Code.USAGE, "there are signs in it that are not seen; write it without them");
        }
        return change(one -> new StoredProfile(one.account(), 0, one.name(), one.picture(), 0, text));
    }

    static void check(String text, int most, String what) throws CommandException {
        var size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > most) {
            throw new CommandException(
                    Code.TOO_LARGE, what + " has at most " + most + " bytes, this " + size + "; shorten it");
        }
    }

    @Override
    public Profile picture(byte[] file) throws CommandException {
        var picture = Pictures.of(file);
        return change(one -> new StoredProfile(one.account(), 0, one.name(), picture, 0, one.bio()));
    }

    @Override
    public Profile noPicture() throws CommandException {
        return change(one -> new StoredProfile(one.account(), 0, one.name(), Bytes.EMPTY, 0, one.bio()));
    }

    /**
     * Each change has a version above the last, and above those of an earlier device of the account: what is newer
     * counts wherever it is read.
     */
    private Profile change(UnaryOperator<StoredProfile> change) throws CommandException {
        var own = chat.accounts().need().key();
        var now =
                chat.store()
                        .transact(tx -> {
                            var before = StoredProfile.of(tx, own).orElse(StoredProfile.none(own));
                            var to = change.apply(before);
                            if (isSame(before, to)) return before;
                            var version = Math.max(before.version() + 1, chat.now().toEpochMilli());
                            var after = new StoredProfile(own, version, to.name(), to.picture(), version, to.bio());
                            after.put(tx);
                            tx.afterCommit(() -> chat.after(java.time.Duration.ZERO, chat.telling()::tellContacts));
                            return after;
                        });
        return now.shown(Optional.empty());
    }

    private static boolean isSame(StoredProfile one, StoredProfile other) {
        return one.name().equals(other.name())
                && one.bio().equals(other.bio())
                && one.picture().equals(other.picture());
    }
}
