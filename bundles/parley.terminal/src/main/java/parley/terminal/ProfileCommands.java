package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Profiles;
import parley.client.api.Profiles.Profile;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.Optional;

/** Commands about what people say of themselves. */
final class ProfileCommands {

    private final Profiles profiles;

    ProfileCommands(Profiles profiles) {
        this.profiles = profiles;
    }

    void addTo(Commands commands) {
        commands.add(
                "profile show",
                "shows what you, or somebody, say of yourselves",
                this::show,
                new Word.Maybe("ADDRESS"));
        commands.add(
                "profile name",
                "gives you a name beside your address; several words in quotes",
                words -> answer(profiles.name(word(words, 0))),
                new Word.Text("NAME"));
        commands.add(
                "profile bio",
                "says something of yourself to your contacts, in quotes",
                words -> answer(profiles.bio(word(words, 0))),
                new Word.Text("TEXT"));
        commands.add(
                "profile picture",
                "makes an image your picture",
                this::picture,
                new Word.Flag("--none"),
                new Word.Maybe("PATH"));
    }

    private Answer show(ParseResult words) throws CommandException {
        var who = word(words, 0);
        if (who.isEmpty()) return answer(profiles.own());
        var profile = profiles.of(who);
        return profile.isPresent() ? answer(profile.get()) : Answer.of("They have not said anything of themselves.");
    }

    private Answer picture(ParseResult words) throws CommandException {
        var path = word(words, 0);
        if (words.hasMatchedOption("--none") != path.isEmpty()) {
            throw new CommandException(Code.USAGE, "name a picture's file, or say --none for no picture");
        }
        return answer(
                path.isEmpty() ? profiles.noPicture() : profiles.picture(Values.picture(path, Profiles.MAX_FILE)));
    }

    private static Answer answer(Profile profile) {
        var fields =
                Answer.fields(
                        "name",
                        given(profile.name()),
                        "bio",
                        given(profile.bio()),
                        "picture",
                        Optional.of(profile.picture().length()).filter(length -> length > 0),
                        "lookalike",
                        profile.lookalikeOf());
        if (profile.disguised()) fields.put("disguised", true);
        return Answer.of(fields, text(profile));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    private static String text(Profile profile) {
        var text = new StringBuilder(given(profile.name()).map(Inert::line).orElse("(no name)"));
        profile.lookalikeOf()
                .ifPresent(other -> text.append("\nThis name looks like that of ").append(other).append('.'));
        if (profile.disguised()) text.append("\nThis name hides something, or pretends to be marked.");
        given(profile.bio()).ifPresent(bio -> text.append('\n').append(Inert.text(bio)));
        if (!profile.picture().isEmpty())
            text.append("\nwith a picture of ").append(profile.picture().length()).append(" bytes");
        return text.toString();
    }
}
