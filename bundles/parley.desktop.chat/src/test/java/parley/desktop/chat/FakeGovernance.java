package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Governance;
import parley.client.api.Happening;
import parley.client.api.Happening.Kind;
import parley.client.api.Happening.Person;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What holds in the groups of a {@link FakeClient}, and what was done with them. */
final class FakeGovernance implements Governance {

    private static final Rules NONE =
            new Rules("", "", Optional.empty(), false, false, false, Optional.empty(), List.of(), true, true);

    private final FakeClient client;
    private final Map<ConversationId, Rules> rules = new HashMap<>();
    private final Map<ConversationId, List<Request>> waiting = new HashMap<>();
    private final List<Happening> log = new ArrayList<>();
    final Set<Address> appointed = new HashSet<>();
    volatile Optional<CommandException> refusal = Optional.empty();

    FakeGovernance(FakeClient client) {
        this.client = client;
    }

    Person person(Address who) {
        return new Person(FakeClient.key(who.name()), who, who.equals(client.mine()));
    }

    /** Something was done with {@code talk}, as its log tells. */
    Happening happened(ConversationId talk, Kind kind, String by, String who, String text, long number) {
        Happening made;
        synchronized (client) {
            made =
                    new Happening(
                            talk,
                            client.nextOrder(),
                            1,
                            Instant.now(),
                            kind,
                            Optional.of(by).filter(it -> !it.isEmpty()).map(FakeContacts::named).map(this::person),
                            Optional.of(who).filter(it -> !it.isEmpty()).map(FakeContacts::named).map(this::person),
                            text,
                            number);
            log.add(made);
        }
        if (!kind.isOfMembers()) client.ear.happened(new Event.GroupChanged(made));
        return made;
    }

    private void own(ConversationId group, Kind kind, String who, String text, long number) {
        happened(group, kind, client.mine().toString(), who, text, number);
    }

    @Override
    public Rules rules(ConversationId group) throws CommandException {
        synchronized (client) {
            var talk = client.conversations.find(group).orElseThrow();
            if (talk.kind() == Conversations.Kind.LOCAL) {
                client.note("rules of nobody");
                throw new CommandException(Code.REFUSED, "there is nothing of that kind to do there");
            }
            var it = rules.getOrDefault(group, NONE);
            boolean admin = !client.membership.notAdmin.contains(group) && talk.stopped().isEmpty();
            return new Rules(
                    talk.title(),
                    it.description(),
                    it.picture(),
                    it.anybodyAdds(),
                    it.approves(),
                    it.adminsWrite(),
                    it.link(),
                    it.banned(),
                    admin,
                    admin || !it.adminsWrite());
        }
    }

    void set(ConversationId group, UnaryOperator<Rules> change) {
        synchronized (client) {
            rules.put(group, change.apply(rules.getOrDefault(group, NONE)));
        }
    }

    private void note(String call) throws CommandException {
        client.note(call);
        if (refusal.isPresent()) throw refusal.get();
    }

    @Override
    public void rename(ConversationId group, String title) throws CommandException {
        note("rename " + title);
        client.conversations.rename(group, title);
        own(group, Kind.RENAMED, "", title, 0);
    }

    @Override
    public void describe(ConversationId group, String text) throws CommandException {
        note("describe " + text);
        set(group, it -> with(it, text, it.picture(), it.link(), it.banned()));
        own(group, Kind.DESCRIBED, "", "", text.isEmpty() ? 0 : 1);
    }

    @Override
    public void picture(ConversationId group, Optional<Bytes> picture) throws CommandException {
        note("picture " + picture.isPresent());
        if (picture.isPresent() && picture.get().length() > MAX_PICTURE)
            throw new CommandException(Code.TOO_LARGE, "a picture has at most 32 KiB");
        set(group, it -> with(it, it.description(), picture, it.link(), it.banned()));
        own(group, Kind.PICTURED, "", "", picture.isPresent() ? 1 : 0);
    }

    private static Rules with(
            Rules it, String description, Optional<Bytes> picture, Optional<LinkState> link, List<Person> banned) {
        return new Rules(
                it.title(),
                description,
                picture,
                it.anybodyAdds(),
                it.approves(),
                it.adminsWrite(),
                link,
                banned,
                it.admin(),
                it.mayWrite());
    }

    private static Rules with(Rules it, boolean anybodyAdds, boolean approves, boolean adminsWrite) {
        return new Rules(
                it.title(),
                it.description(),
                it.picture(),
                anybodyAdds,
                approves,
                adminsWrite,
                it.link(),
                it.banned(),
                it.admin(),
                it.mayWrite());
    }

    @Override
    public void anybodyAdds(ConversationId group, boolean may) throws CommandException {
        note("anybody adds " + may);
        set(group, it -> with(it, may, it.approves(), it.adminsWrite()));
        own(group, Kind.ANYBODY_ADDS, "", "", may ? 1 : 0);
    }

    @Override
    public void approves(ConversationId group, boolean asked) throws CommandException {
        note("approves " + asked);
        set(group, it -> with(it, it.anybodyAdds(), asked, it.adminsWrite()));
        own(group, Kind.APPROVAL, "", "", asked ? 1 : 0);
    }

    @Override
    public void adminsWrite(ConversationId group, boolean only) throws CommandException {
        note("admins write " + only);
        set(group, it -> with(it, it.anybodyAdds(), it.approves(), only));
        own(group, Kind.ADMINS_WRITE, "", "", only ? 1 : 0);
    }

    @Override
    public void appoint(ConversationId group, String member, boolean admin) throws CommandException {
        note((admin ? "promote " : "demote ") + FakeContacts.named(member));
        var who = FakeContacts.named(member);
        if (admin) appointed.add(who);
        else appointed.remove(who);
        own(group, admin ? Kind.PROMOTED : Kind.DEMOTED, member, "", 0);
    }

    @Override
    public void ban(ConversationId group, String who) throws CommandException {
        note("ban " + FakeContacts.named(who));
        var person = person(FakeContacts.named(who));
        set(
                group,
                it -> {
                    var banned = new ArrayList<>(it.banned());
                    banned.add(person);
                    return with(it, it.description(), it.picture(), it.link(), banned);
                });
        client.membership.gone(group, person.address());
        own(group, Kind.BANNED, who, "", 0);
    }

    @Override
    public void unban(ConversationId group, String who) throws CommandException {
        note("unban " + FakeContacts.named(who));
        var person = person(FakeContacts.named(who));
        set(
                group,
                it -> {
                    var banned = new ArrayList<>(it.banned());
                    banned.remove(person);
                    return with(it, it.description(), it.picture(), it.link(), banned);
                });
        own(group, Kind.UNBANNED, who, "", 0);
    }

    @Override
    public GroupLink link(ConversationId group, LinkState limits) throws CommandException {
        note(
                "link "
                        + limits.uses().map(String::valueOf).orElse("any")
                        + (limits.until().isPresent() ? " for a time" : ""));
        set(group, it -> with(it, it.description(), it.picture(), Optional.of(limits), it.banned()));
        client.membership.linked.add(group);
        own(group, Kind.LINK_MADE, "", "", limits.uses().orElse(0));
        return GroupLink.parse(FakeMembership.LINK);
    }

    @Override
    public void endLink(ConversationId group) throws CommandException {
        note("unlink");
        set(group, it -> with(it, it.description(), it.picture(), Optional.empty(), it.banned()));
        client.membership.linked.remove(group);
        own(group, Kind.LINK_ENDED, "", "", 0);
    }

    /** Somebody with the link waits to be let in. */
    void asks(ConversationId group, String name) {
        var who = FakeClient.address(name);
        synchronized (client) {
            waiting.computeIfAbsent(group, _ -> new ArrayList<>()).add(new Request(person(who), Instant.now()));
        }
        client.ear.happened(new Event.JoinRequested(group, who, FakeClient.key(name)));
    }

    @Override
    public List<Request> requests(ConversationId group) {
        synchronized (client) {
            return List.copyOf(waiting.getOrDefault(group, List.of()));
        }
    }

    private void answered(ConversationId group, String who) {
        synchronized (client) {
            waiting.getOrDefault(group, List.of()).removeIf(it -> it.who().address().equals(FakeContacts.named(who)));
        }
    }

    @Override
    public void approve(ConversationId group, String who) throws CommandException {
        note("let in " + FakeContacts.named(who));
        answered(group, who);
        client.membership.change(group, FakeContacts.named(who), Event.MemberChanged.Change.JOINED);
    }

    @Override
    public void deny(ConversationId group, String who) throws CommandException {
        note("leave out " + FakeContacts.named(who));
        answered(group, who);
    }

    @Override
    public List<Happening> log(ConversationId conversation, long before, int limit) {
        synchronized (client) {
            var all = log.stream().filter(it -> it.conversation().equals(conversation) && it.order() < before).toList();
            return all.subList(Math.max(0, all.size() - limit), all.size());
        }
    }
}
