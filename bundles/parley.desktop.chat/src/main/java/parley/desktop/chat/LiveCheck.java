package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Verification.Check;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.protocol.AccountKey;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a person answers in a live check with somebody. For the UI thread. */
final class LiveCheck {

    private static final Phrases T = Phrases.of(LiveCheck.class);

    private final PushRow row;
    private final Desk desk;
    private final Contact who;
    private final Consumer<Boolean> busy;
    private final BiConsumer<AccountKey, String> failed;

    /**
     * @param row where the answers stand
     * @param busy hears that something was asked for, and that it was done
     * @param failed hears why something did not work
     */
    LiveCheck(PushRow row, Desk desk, Contact who, Consumer<Boolean> busy, BiConsumer<AccountKey, String> failed) {
        this.row = row;
        this.desk = desk;
        this.who = who;
        this.busy = busy;
        this.failed = failed;
    }

    /** Offers the answers that {@code check} can have. */
    void buttons(Check check) {
        switch (check.state()) {
            case WAITING, ANSWERED -> row.push("check.end", T.get("verify.stop"), Rank.PLAIN, this::end);
            case ASKED -> {
                row.push("check.agree", T.get("verify.show"), Rank.MAIN, this::ask);
                row.push("check.end", T.get("verify.later"), Rank.PLAIN, this::end);
            }
            case COMPARE -> {
                row.push("check.same", T.get("verify.same"), Rank.MAIN, () -> compared(true));
                row.push("check.differ", T.get("verify.differ"), Rank.DANGER, () -> compared(false));
                row.push("check.end", T.get("verify.stop"), Rank.PLAIN, this::end);
            }
            case MATCHED, DIFFERED, ENDED -> row.push("check.seen", T.get("verify.close"), Rank.MAIN, this::seen);
        }
    }

    /** Asks for a live check, or agrees to the one that they have asked for. */
    void ask() {
        does(verification -> verification.check(desk.scene().link(who)));
    }

    private void compared(boolean same) {
        does(verification -> verification.compared(desk.scene().link(who), same));
    }

    private void end() {
        does(verification -> verification.end(desk.scene().link(who)));
    }

    private void does(PeopleDesk.OfVerification<Check> asked) {
        busy.accept(true);
        desk.people()
                .verification(
                        asked,
                        now -> {
                            desk.soon();
                            busy.accept(false);
                            who.conversation().ifPresent(id -> desk.scene().checked(id, now));
                        },
                        sentence -> failed.accept(who.account(), sentence));
    }

    private void seen() {
        who.conversation().ifPresent(id -> desk.scene().checked(id, null));
    }
}
