package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Profiles.Profile;
import parley.client.api.Verification.Check;
import parley.client.api.Verification.Standing;
import parley.desktop.api.Icon;
import parley.desktop.api.Token;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/** Says in plain words how it stands with somebody's key, and with comparing it. */
final class Verifying {

    private static final Phrases T = Phrases.of(Verifying.class);

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
                var words = when.map(at -> T.get("verify.verified.on", "day", day(at)));
                yield new Sign(Icons.CHECK, Token.GOOD, words.orElseGet(() -> T.get("verify.verified")));
            }
            case CHANGED -> new Sign(Icons.WARNING, Token.WARNING, T.get("verify.changed"));
            case REPLACED -> new Sign(Icons.INFO, Token.MUTED, T.get("verify.replaced"));
            case UNVERIFIED -> new Sign(Icons.INFO, Token.MUTED, T.get("verify.unverified"));
        };
    }

    private static String day(Instant at) {
        return Language.local(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)).format(at);
    }

    /**
     * What to beware of with {@code contact}; empty if nothing.
     *
     * @param said what they say of themselves, once that was read
     */
    static String warning(Contact contact, Optional<Profile> said) {
        var like = contact.lookalikeOf().or(() -> said.flatMap(Profile::lookalikeOf));
        if (like.isPresent()) return T.get("contact.lookalike", "name", like.get());
        if (said.filter(Profile::disguised).isPresent()) return T.get("contact.disguised");
        return contact.former()
                .map(state ->
                        state == State.BLOCKED ? T.get("contact.former.blocked") : T.get("contact.former.declined"))
                .orElse("");
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
            case WAITING -> T.get("verify.waiting", "name", name);
            case ASKED -> T.get("verify.asked", "name", name);
            case ANSWERED -> T.get("verify.answered");
            case COMPARE -> T.get("verify.compare", "name", name);
            case MATCHED -> T.get("verify.matched", "name", name);
            case DIFFERED -> T.get("verify.differed", "name", name);
            case ENDED ->
                    check.why()
                            .map(why -> T.get("verify.ended.why", "why", Texts.sentence(why)))
                            .orElseGet(() -> T.get("verify.ended"));
        };
    }
}
