package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Membership;
import parley.client.api.Membership.JoinState;
import parley.client.api.Membership.Member;
import parley.client.api.Membership.Restart;
import parley.protocol.Address;
import parley.protocol.GroupLink;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Commands about groups and who is in them. */
final class GroupCommands {

    private static final Word GROUP = new Word.One("GROUP");

    private final Conversations conversations;
    private final Membership membership;
    private final PeopleCommands.Secrets secrets;

    GroupCommands(Conversations conversations, Membership membership, PeopleCommands.Secrets secrets) {
        this.conversations = conversations;
        this.membership = membership;
        this.secrets = secrets;
    }

    void addTo(Commands commands) {
        commands.add(
                "group create",
                "makes a group; a title of several words in quotes",
                this::create,
                new Word.One("TITLE"));
        commands.add("group add", "adds somebody you talk with", this::add, GROUP, new Word.One("ADDRESS|LINK"));
        commands.add(
                "group remove", "removes somebody, who reads no further", this::remove, GROUP, new Word.One("ADDRESS"));
        commands.add("group leave", "leaves; what was said stays here", this::leave, GROUP);
        commands.add("group invite", "shows the link by which others ask to join", this::invite, GROUP);
        commands.add("group join", "asks to join by a link", this::join, new Word.Maybe("LINK"));
        commands.add(
                "group restart",
                "opens a conversation anew that goes on for nobody",
                this::restart,
                new Word.Flag(CipherCommands.WEAKER),
                new Word.One("CONVERSATION"));
        commands.add("group members", "lists who is in a group", this::members, GROUP);
    }

    private Answer create(ParseResult words) throws CommandException {
        var group = membership.create(word(words, 0));
        return joined(group, Inert.line(group.title()) + " is made; group add puts people in.");
    }

    private static Answer joined(Conversation group, String text) {
        return Answer.of(
                Answer.fields(
                        "conversation",
                        group.id().hex(),
                        "title",
                        group.title(),
                        "state",
                        EventFields.word(JoinState.JOINED)),
                text);
    }

    private Answer add(ParseResult words) throws CommandException {
        var group = group(words);
        membership.add(group.id(), word(words, 1));
        return Answer.told(Map.of(), Inert.line(group.title()) + " has one person more.");
    }

    private Answer remove(ParseResult words) throws CommandException {
        var group = group(words);
        membership.remove(group.id(), word(words, 1));
        return Answer.of(
                Inert.line(word(words, 1))
                        + " reads nothing more of "
                        + Inert.line(group.title())
                        + "; its link has ended.");
    }

    private Answer leave(ParseResult words) throws CommandException {
        var group = group(words);
        membership.leave(group.id());
        return Answer.of("You have left " + Inert.line(group.title()) + ".");
    }

    private Answer invite(ParseResult words) throws CommandException {
        var link = membership.invite(group(words).id()).text();
        return Answer.of(Answer.fields("invite", link), link);
    }

    private Answer join(ParseResult words) throws CommandException {
        var given = word(words, 0);
        var secret = given.isEmpty() || given.equals("-");
        if (!secret && secrets.areSeenByOthers()) {
            throw new CommandException(
                    Code.USAGE,
                    "others on this machine can read a group link in a command; write group join - and give it on"
                            + " standard input");
        }
        var link = secret ? secrets.ask("group link", !given.isEmpty()) : given;
        Membership.Join join;
        try {
            join = membership.join(GroupLink.parse(link));
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
        Optional<Conversation> in = join.state() == JoinState.JOINED ? join.conversation() : Optional.empty();
        if (in.isPresent()) return joined(in.get(), "You are in " + Inert.line(in.get().title()) + ".");
        return Answer.of(
                Answer.fields("state", EventFields.word(join.state())),
                "You have asked to join; you are in as soon as an admin of the group is online, and lets you in if they"
                        + " want to be asked.");
    }

    private Answer restart(ParseResult words) throws CommandException {
        var conversation = group(words);
        var weaker = words.hasMatchedOption(CipherCommands.WEAKER);
        var title = Inert.line(conversation.title());
        try {
            return switch (membership.restart(conversation.id(), weaker)) {
                case Restart.Begun(var without) ->
                        Answer.of(
                                Answer.fields(
                                        "state",
                                        "begun",
                                        "without",
                                        without.isEmpty() ? Optional.empty() : Optional.of(without)),
                                title + " begins anew; the others are let in by and by." + left(without));
                case Restart.Following(var opener) ->
                        Answer.of(
                                Answer.fields("state", "following", "opener", opener),
                                opener
                                        + " has opened "
                                        + title
                                        + " anew already; this device goes there. Look who is in it: group members.");
            };
        } catch (CommandException e) {
            throw CipherCommands.hinted(e);
        }
    }

    private static String left(List<Address> without) {
        if (without.isEmpty()) return "";
        var names = without.stream().map(Address::toString).collect(Collectors.joining(", "));
        return "\nNot in it: "
                + names
                + ". They made it stop, were on their way out, or could not be let in; add whom you want back.";
    }

    private Answer members(ParseResult words) throws CommandException {
        var members = membership.group(group(words).id()).members();
        return Answer.of(
                Answer.fields("members", members.stream().map(GroupCommands::fields).toList()),
                members.stream().map(GroupCommands::line).distinct().sorted().collect(Collectors.joining("\n")));
    }

    private static Object fields(Member member) {
        return Answer.fields(
                "account",
                member.address(),
                "device",
                member.device().hex().substring(0, 32),
                "admin",
                member.admin() ? Optional.of(true) : Optional.empty());
    }

    /** One for a person, however many devices they have. */
    private static String line(Member member) {
        var marks = List.of(member.own() ? "you" : "", member.admin() ? "admin" : "");
        var said = marks.stream().filter(mark -> !mark.isEmpty()).collect(Collectors.joining(", "));
        return member.address() + (said.isEmpty() ? "" : " (" + said + ")");
    }

    private Conversation group(ParseResult words) throws CommandException {
        return conversations.find(word(words, 0));
    }
}
