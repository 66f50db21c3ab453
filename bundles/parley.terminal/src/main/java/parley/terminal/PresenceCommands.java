package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.Presences;
import parley.client.api.Presences.Own;
import parley.terminal.Commands.Word;

import java.util.Optional;

/** Commands about one's own being there. */
final class PresenceCommands {

    private final Presences presences;

    PresenceCommands(Presences presences) {
        this.presences = presences;
    }

    void addTo(Commands commands) {
        commands.add("presence show", "says how others are told that you are", _ -> answer(presences.own()));
        commands.add("presence online", "is there again", _ -> answer(presences.away(false)));
        commands.add("presence away", "is away, until you say otherwise", _ -> answer(presences.away(true)));
        commands.add(
                "presence status",
                "says something of that to your contacts, in quotes",
                words -> answer(presences.status(word(words, 0))),
                new Word.Text("TEXT"));
    }

    private static Answer answer(Own own) {
        var state = own.away() ? "away" : "online";
        var status = given(own.status());
        return Answer.of(
                Answer.fields("state", state, "status", status), "You are " + state + said(own.status()) + ".");
    }

    static Optional<String> given(String status) {
        return Optional.of(status).filter(it -> !it.isEmpty());
    }

    /** A status behind a state; nothing if there is none. */
    static String said(String status) {
        return given(status).map(it -> ": " + Quotes.quoted(it)).orElse("");
    }
}
