package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Verification.Check;
import parley.client.api.Verification.Standing;
import parley.desktop.api.Icon;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Icons;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/** Says in plain words how it stands with somebody's key, and with comparing it. */
final class Verifying {

    private Verifying() {}

    /** How it stands with a key, in a few words beside an icon. */
    record Sign(Icon icon, Token ink, String words) {}

    /**
     * @param standing if it was read already
     */
    static Sign sign(Contact contact, Optional<Standing> standing) {
        return switch (contact.trust()) {
            case VERIFIED -> {
                var when = standing.flatMap(Standing::verified);
                var since = when.map(at -> " on " + date(LocalDate.ofInstant(at, ZoneId.systemDefault()))).orElse("");
                yield new Sign(Icons.CHECK, Token.GOOD, "Verified" + since);
            }
            case CHANGED -> new Sign(Icons.WARNING, Token.WARNING, "Has another key than before");
            case REPLACED -> new Sign(Icons.INFO, Token.MUTED, "Their former key");
            case UNVERIFIED -> new Sign(Icons.INFO, Token.MUTED, "Not verified yet");
        };
    }

    private static String date(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).format(day);
    }

    /** Whether {@code check} has come to its end. */
    static boolean over(Check check) {
        return switch (check.state()) {
            case MATCHED, DIFFERED, ENDED -> true;
            case WAITING, ASKED, ANSWERED, COMPARE -> false;
        };
    }

    /**
     * What a live check wants of a person, or has come to.
     *
     * @param name of the other, as it stands within a sentence
     */
    static String sentence(Check check, String name) {
        return switch (check.state()) {
            case WAITING ->
                    name
                            + " is asked to compare three words with you. It goes on as soon as they agree, and ends by"
                            + " itself after five minutes.";
            case ASKED ->
                    name
                            + " wants to compare three words with you now. Do it while you speak with one another: side"
                            + " by side, or by telephone.";
            case ANSWERED -> "The words are on their way.";
            case COMPARE ->
                    "These words stand on the screen of "
                            + name
                            + " as well, if nobody is between you. Read them to one another: side by side, or by"
                            + " telephone, where you know the voice.";
            case MATCHED -> "The words are the same: nobody is between you and " + name + ". They are verified.";
            case DIFFERED ->
                    "The words are not the same: somebody may be between you and "
                            + name
                            + ". Write nothing here that nobody else may read, and compare the safety number when you"
                            + " meet.";
            case ENDED -> "The comparison has ended." + check.why().map(why -> " " + Texts.sentence(why)).orElse("");
        };
    }
}
