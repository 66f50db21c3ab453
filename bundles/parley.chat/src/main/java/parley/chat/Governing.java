package parley.chat;

import parley.chat.Askers.Called;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Governance;
import parley.client.api.Happening;
import parley.client.api.Happening.Person;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.content.Policy;
import parley.protocol.content.Policy.LinkLimits;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a person wants of a group's rules, and reads of them. Blocks; called from any thread. */
final class Governing implements Governance {

    private final Chat chat;

    Governing(Chat chat) {
        this.chat = chat;
    }

    // ---- What it is called, and what holds ----

    @Override
    public void rename(ConversationId group, String title) throws CommandException {
        Memberships.checkTitle(title);
        settle(group, GroupRule.TITLE, GroupRule.value(title), "it is renamed");
    }

    @Override
    public void describe(ConversationId group, String text) throws CommandException {
        var length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_DESCRIPTION) {
            throw new CommandException(
                    Code.REFUSED,
                    "a description has at most " + MAX_DESCRIPTION + " bytes, this one " + length + "; shorten it");
        }
        settle(group, GroupRule.DESCRIPTION, GroupRule.value(text), "it is described");
    }

    @Override
    public void picture(ConversationId group, Optional<Bytes> picture) throws CommandException {
        var bytes = picture.orElse(Bytes.EMPTY);
        if (bytes.length() > MAX_PICTURE) {
            throw new CommandException(
                    Code.TOO_LARGE,
                    "a group's picture has at most "
                            + MAX_PICTURE
                            + " bytes, this one "
                            + bytes.length()
                            + "; make it smaller, 256 by 256 pixels will do");
        }
        if (picture.isPresent() && !PictureFiles.isPicture(bytes)) {
            throw new CommandException(Code.REFUSED, "this is no WebP, PNG or JPEG picture; choose one that is");
        }
        settle(group, GroupRule.PICTURE, bytes, "it has another picture");
    }

    @Override
    public void anybodyAdds(ConversationId group, boolean may) throws CommandException {
        settle(group, GroupRule.ANYBODY_ADDS, GroupRule.value(may), "it is so");
    }

    @Override
    public void approves(ConversationId group, boolean asked) throws CommandException {
        settle(group, GroupRule.APPROVES, GroupRule.value(asked), "it is so");
    }

    @Override
    public void adminsWrite(ConversationId group, boolean only) throws CommandException {
        settle(group, GroupRule.ADMINS_WRITE, GroupRule.value(only), "it is so");
    }

    /**
     * @param seconds that messages are to last, 0 for ever; as {@link Policy#lifetime} may be
     */
    void lifetime(ConversationId group, long seconds) throws CommandException {
        settle(group, GroupRule.LIFETIME, GroupRule.value(seconds), "messages last so long");
    }

    private void settle(ConversationId group, GroupRule rule, Bytes value, String what) throws CommandException {
        admin(group, "change that");
        memberships().want(group, new Wish.Settle(rule, value), what);
    }

    @Override
    public Rules rules(ConversationId group) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = Memberships.need(book, group);
                    var view = chat.groups().view(book.group(group).orElseThrow());
                    var policy = view.policy();
                    var banned = new ArrayList<Person>();
                    var claimed = book.claimed(state, policy.banned());
                    for (var account : policy.banned()) {
                        var said = Objects.requireNonNull(claimed.get(account));
                        banned.add(person(account, book.names().of(group, account, said)));
                    }
                    var open = state.stage == Stage.OPEN;
                    var admin = Memberships.isAdmin(view);
                    return new Rules(
                            policy.title(),
                            policy.description().orElse(""),
                            policy.picture(),
                            policy.anybodyAdds(),
                            policy.approves(),
                            policy.adminsWrite(),
                            link(policy),
                            banned,
                            open && admin,
                            open && (admin || !policy.adminsWrite()));
                });
    }

    private static Optional<LinkState> link(Policy policy) {
        if (policy.link().equals(Policy.NO_LINK)) return Optional.empty();
        var limits = policy.linkLimits();
        return Optional.of(
                new LinkState(
                        limits.map(LinkLimits::until).filter(until -> until > 0).map(Instant::ofEpochMilli),
                        limits.map(LinkLimits::uses).filter(uses -> uses > 0).map(Long::intValue)));
    }

    private Person person(AccountKey account, Address address) throws CommandException {
        return new Person(account, address, account.equals(chat.accounts().need().key()));
    }

    private static Person person(Called asker) {
        return new Person(asker.asker().account(), asker.name(), false);
    }

    /** Whether the policy lets us write. */
    boolean mayWrite(Book book, ConversationState state) {
        if (!book.isQuiet(state.id)) return true;
        var group = book.group(state.id);
        return group.isEmpty() || Memberships.isAdmin(chat.groups().view(group.get()));
    }

    // ---- Who governs it, and who stays out ----

    @Override
    public void appoint(ConversationId group, String member, boolean admin) throws CommandException {
        var view = admin(group, "make others admins, or no more");
        var who = memberships().named(group, view, member);
        var what = who.address() + (admin ? " is an admin" : " is no admin any more");
        memberships().want(group, new Wish.Appoint(who.account(), who.address(), admin, false), what);
    }

    @Override
    public void ban(ConversationId group, String who) throws CommandException {
        var view = admin(group, "ban others from it");
        var person = anybody(group, view, who);
        memberships()
                .want(
                        group,
                        new Wish.Ban(person.account(), person.address(), true, false),
                        person.address() + " is banned");
    }

    @Override
    public void unban(ConversationId group, String who) throws CommandException {
        admin(group, "let others come back");
        var key = chat.people().key(who);
        var found = pick(rules(group).banned(), who, key, "nobody called " + who + " is banned from the group");
        memberships()
                .want(
                        group,
                        new Wish.Ban(found.account(), found.address(), false, false),
                        found.address() + " may come back");
    }

    /** A member, whoever asks to join, or a contact. */
    private Person anybody(ConversationId group, View view, String who) throws CommandException {
        var key = chat.people().key(who);
        var waiting = requests(group).stream().map(Request::who).filter(one -> isCalled(one, who, key)).toList();
        if (!waiting.isEmpty()) return pick(waiting, who, key, "");
        try {
            var member = memberships().named(group, view, who);
            return new Person(member.account(), member.address(), member.own());
        } catch (CommandException e) {
            if (e.code() != Code.NOT_FOUND) throw e;
            var contact =
                    chat.people().all().stream()
                            .map(one -> new Person(one.account(), one.address(), false))
                            .filter(one -> isCalled(one, who, key))
                            .findFirst();
            return contact.orElseThrow(() -> e);
        }
    }

    private static boolean isCalled(Person person, String text, Optional<AccountKey> key) {
        if (key.isPresent()) return person.account().equals(key.get());
        return isCalled(person.address(), text);
    }

    private static boolean isCalled(Address address, String text) {
        return address.toString().equals(text) || address.name().equals(text);
    }

    private static Person pick(List<Person> people, String text, Optional<AccountKey> key, String none)
            throws CommandException {
        var found = people.stream().filter(one -> isCalled(one, text, key)).toList();
        if (found.size() > 1) {
            throw new CommandException(
                    Code.AMBIGUOUS, "more than one is called " + text + "; name them by their contact link");
        }
        if (found.isEmpty()) throw new CommandException(Code.NOT_FOUND, none);
        return found.getFirst();
    }

    // ---- The link, and who asks by it ----

    @Override
    public GroupLink link(ConversationId group, LinkState limits) throws CommandException {
        admin(group, "make a link to it");
        memberships().want(group, new Wish.NewLink(limits(limits), false), "the link is made");
        return memberships().theLink(group);
    }

    private Optional<LinkLimits> limits(LinkState state) throws CommandException {
        var uses = state.uses().orElse(0);
        if (state.uses().isPresent() && (uses < 1 || uses > MAX_USES)) {
            throw new CommandException(
                    Code.REFUSED, "a link lets in 1 to " + MAX_USES + ", or any number if none is given; not " + uses);
        }
        var until = state.until().map(Instant::toEpochMilli).orElse(0L);
        if (state.until().isPresent() && until <= chat.now().toEpochMilli()) {
            throw new CommandException(Code.REFUSED, "the link would be over already; give it a time to come");
        }
        return until == 0 && uses == 0 ? Optional.empty() : Optional.of(new LinkLimits(until, uses));
    }

    @Override
    public void endLink(ConversationId group) throws CommandException {
        admin(group, "end its link");
        memberships().want(group, new Wish.EndLink(false), "the link has ended");
    }

    @Override
    public List<Request> requests(ConversationId group) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    Memberships.need(book, group);
                    var view = chat.groups().view(book.group(group).orElseThrow());
                    var requests = new ArrayList<Request>();
                    if (!view.policy().approves()) return requests;
                    for (var one : book.askers(group).called(book.names())) {
                        if (!one.asker().denied()) requests.add(new Request(person(one), one.asker().since()));
                    }
                    return requests;
                });
    }

    @Override
    public void approve(ConversationId group, String who) throws CommandException {
        var view = admin(group, "let others in");
        var found = asker(group, who);
        var asker = found.asker();
        var keyPackages = chat.duties().ofSuite(asker.keyPackages(), view.suite());
        var name = found.name();
        if (keyPackages.isEmpty()) {
            throw new CommandException(
                    Code.REFUSED, name + " lacks the cipher that the group has now; they have to ask once more");
        }
        memberships().want(group, new Wish.Add(asker.account(), name, keyPackages, true), name + " is let in");
    }

    @Override
    public void deny(ConversationId group, String who) throws CommandException {
        admin(group, "keep others waiting");
        var asker = asker(group, who).asker();
        chat.store().run(tx -> new Book(tx).askers(group).put(asker.asDenied()));
    }

    private Called asker(ConversationId group, String who) throws CommandException {
        var key = chat.people().key(who);
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var all = book.askers(group).called(book.names());
                    var people = all.stream().map(Governing::person).toList();
                    var found = pick(people, who, key, "nobody called " + who + " waits to be let in");
                    return all.get(people.indexOf(found));
                });
    }

    // ---- What was done ----

    @Override
    public List<Happening> log(ConversationId conversation, long beforeOrder, int limit) throws CommandException {
        var own = chat.accounts().need().key();
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    book.needTalk(conversation);
                    return new GroupLog(book).page(conversation, own, beforeOrder, limit);
                });
    }

    // ---- All of these ----

    /** The group as it stands, if we may change it. */
    private View admin(ConversationId group, String what) throws CommandException {
        var view = memberships().open(group);
        if (!Memberships.isAdmin(view)) throw Memberships.noAdmin(what);
        return view;
    }

    private Memberships memberships() {
        return chat.memberships();
    }
}
