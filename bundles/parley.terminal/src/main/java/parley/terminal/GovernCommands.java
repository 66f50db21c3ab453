package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Governance;
import parley.client.api.Governance.LinkState;
import parley.client.api.Governance.Request;
import parley.client.api.Happening.Person;
import parley.client.api.Pictures;
import parley.protocol.text.Inert;
import parley.protocol.wire.Bytes;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands about what holds in groups, and who governs them. */
final class GovernCommands {

    private static final Word GROUP = new Word.One("GROUP");
    private static final Word ADDRESS = new Word.One("ADDRESS");

    /** As many lines of a log are kept. */
    private static final int KEPT = 10_000;

    private final Conversations conversations;
    private final Governance governance;
    private final Pictures pictures;
    private final InstantSource clock;

    GovernCommands(Conversations conversations, Governance governance, Pictures pictures, InstantSource clock) {
        this.conversations = conversations;
        this.governance = governance;
        this.pictures = pictures;
        this.clock = clock;
    }

    void addTo(Commands commands) {
        commands.add("group show", "shows what holds in a group", this::show, GROUP);
        commands.add("group rename", "gives a group another title", this::rename, GROUP, new Word.One("TITLE"));
        commands.add("group describe", "says what a group is about", this::describe, GROUP, new Word.Maybe("TEXT"));
        commands.add("group picture", "gives a group a picture, or none", this::picture, GROUP, new Word.Maybe("PATH"));
        commands.add(
                "group set",
                "anybody-adds, approval or admins-write, on or off",
                this::set,
                GROUP,
                new Word.One("RULE"),
                new Word.One("on|off"));
        commands.add("group promote", "makes a member an admin", words -> appoint(words, true), GROUP, ADDRESS);
        commands.add("group demote", "makes an admin a member", words -> appoint(words, false), GROUP, ADDRESS);
        commands.add("group ban", "keeps somebody out", this::ban, GROUP, ADDRESS);
        commands.add("group unban", "lets somebody come back", this::unban, GROUP, ADDRESS);
        commands.add(
                "group link",
                "makes another link, for so many or so long (90m, 12h, 7d, 4w)",
                this::link,
                new Word.Option("--uses", "N"),
                new Word.Option("--for", "TIME"),
                GROUP);
        commands.add("group unlink", "ends the link", this::unlink, GROUP);
        commands.add("group requests", "lists who waits to be let in", this::requests, GROUP);
        commands.add("group approve", "lets somebody in who waits", this::approve, GROUP, ADDRESS);
        commands.add("group deny", "lets somebody wait in vain", this::deny, GROUP, ADDRESS);
        commands.add(
                "group log",
                "lists what was done with a conversation",
                this::log,
                new Word.Option("--last", "N"),
                new Word.One("CONVERSATION"));
    }

    private Conversation group(ParseResult words) throws CommandException {
        return conversations.find(word(words, 0));
    }

    private Answer show(ParseResult words) throws CommandException {
        var rules = governance.rules(group(words).id());
        var fields =
                Answer.fields(
                        "title",
                        rules.title(),
                        "description",
                        rules.description().isEmpty() ? Optional.empty() : Optional.of(rules.description()),
                        "picture",
                        rules.picture().map(Bytes::length),
                        "anybodyAdds",
                        rules.anybodyAdds(),
                        "approval",
                        rules.approves(),
                        "adminsWrite",
                        rules.adminsWrite(),
                        "link",
                        rules.link().map(GovernCommands::fields),
                        "banned",
                        rules.banned().stream().map(Person::address).toList());
        var text =
                Inert.line(rules.title())
                        + (rules.description().isEmpty() ? "" : "\n" + Inert.text(rules.description()))
                        + "\nanybody adds: "
                        + Values.word(rules.anybodyAdds())
                        + ", approval: "
                        + Values.word(rules.approves())
                        + ", only admins write: "
                        + Values.word(rules.adminsWrite())
                        + "\nlink: "
                        + rules.link().map(GovernCommands::text).orElse("none")
                        + (rules.banned().isEmpty() ? "" : "\nbanned: " + names(rules.banned().stream()));
        return Answer.of(fields, text);
    }

    private static Map<String, Object> fields(LinkState link) {
        return Answer.fields("until", link.until(), "uses", link.uses());
    }

    private static String text(LinkState link) {
        return link.uses().map(uses -> "for " + uses + " more").orElse("for any number")
                + link.until().map(until -> ", until " + until).orElse("");
    }

    private static String names(Stream<Person> people) {
        return people.map(person -> person.address().toString()).collect(Collectors.joining(", "));
    }

    private Answer rename(ParseResult words) throws CommandException {
        governance.rename(group(words).id(), word(words, 1));
        return Answer.told(Map.of(), "The group is called " + Inert.line(word(words, 1)) + " now.");
    }

    private Answer describe(ParseResult words) throws CommandException {
        governance.describe(group(words).id(), word(words, 1));
        return Answer.told(Map.of(), "The group is described so.");
    }

    private Answer picture(ParseResult words) throws CommandException {
        var path = word(words, 1);
        governance.picture(
                group(words).id(),
                path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Bytes.wrap(pictures.bare(Values.picture(path, Governance.MAX_PICTURE)))));
        return Answer.told(Map.of(), path.isEmpty() ? "The group has no picture." : "The group has this picture.");
    }

    private Answer set(ParseResult words) throws CommandException {
        var on = Values.isOn(word(words, 2));
        var id = group(words).id();
        switch (word(words, 1).toLowerCase(Locale.ROOT)) {
            case "anybody-adds" -> governance.anybodyAdds(id, on);
            case "approval" -> governance.approves(id, on);
            case "admins-write" -> governance.adminsWrite(id, on);
            default ->
                    throw new CommandException(
                            Code.USAGE, "a group has no such rule; there are anybody-adds, approval and admins-write");
        }
        return Answer.told(Map.of(), "It is so.");
    }

    private Answer appoint(ParseResult words, boolean admin) throws CommandException {
        governance.appoint(group(words).id(), word(words, 1), admin);
        return Answer.told(Map.of(), Inert.line(word(words, 1)) + (admin ? " is" : " is not") + " an admin now.");
    }

    private Answer ban(ParseResult words) throws CommandException {
        governance.ban(group(words).id(), word(words, 1));
        return Answer.told(Map.of(), Inert.line(word(words, 1)) + " stays out.");
    }

    private Answer unban(ParseResult words) throws CommandException {
        governance.unban(group(words).id(), word(words, 1));
        return Answer.told(Map.of(), Inert.line(word(words, 1)) + " may come back.");
    }

    private Answer link(ParseResult words) throws CommandException {
        var uses = words.matchedOptionValue("--uses", "");
        var time = words.matchedOptionValue("--for", "");
        var until =
                time.isEmpty()
                        ? Optional.<Instant>empty()
                        : Optional.of(clock.instant().plus(Durations.parse("--for", time)));
        var most =
                uses.isEmpty()
                        ? Optional.<Integer>empty()
                        : Optional.of((int) Values.number("--uses", uses, Governance.MAX_USES));
        var limits = new LinkState(until, most);
        var link = governance.link(group(words).id(), limits).text();
        return Answer.of(Answer.fields("invite", link), link);
    }

    private Answer unlink(ParseResult words) throws CommandException {
        governance.endLink(group(words).id());
        return Answer.told(Map.of(), "The link lets nobody in any more.");
    }

    private Answer requests(ParseResult words) throws CommandException {
        var requests = governance.requests(group(words).id());
        return Answer.of(
                Answer.fields("requests", requests.stream().map(GovernCommands::fields).toList()),
                requests.isEmpty() ? "Nobody waits." : names(requests.stream().map(Request::who)));
    }

    private static Map<String, Object> fields(Request request) {
        return Answer.fields("account", request.who().address(), "since", request.since());
    }

    private Answer approve(ParseResult words) throws CommandException {
        governance.approve(group(words).id(), word(words, 1));
        return Answer.told(Map.of(), Inert.line(word(words, 1)) + " is in.");
    }

    private Answer deny(ParseResult words) throws CommandException {
        governance.deny(group(words).id(), word(words, 1));
        return Answer.of(Inert.line(word(words, 1)) + " waits in vain, as long as this link holds.");
    }

    private Answer log(ParseResult words) throws CommandException {
        var last = Values.number("--last", words.matchedOptionValue("--last", "50"), KEPT);
        var log = governance.log(group(words).id(), Long.MAX_VALUE, (int) last);
        return Answer.of(
                Answer.fields("log", log.stream().map(Happenings::fields).toList()),
                log.stream().map(Happenings::dated).collect(Collectors.joining("\n")));
    }
}
