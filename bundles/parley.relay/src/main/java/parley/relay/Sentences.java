package parley.relay;

import parley.protocol.relay.Problem;

/** What the relay says to people, each with cause and next step. Nothing that a peer sent is repeated. */
final class Sentences {

    static final String STORE_FAILS =
            "The relay's disk is full or does not answer: try again later, and tell its operator.";
    static final String GONE = "The log is gone up to beyond where this device was: ask to be added again.";
    static final String TOO_MUCH = "Too many of these in a short time: try again in a minute.";
    static final String TOO_MANY_BYTES =
            "This account has written more than its share in a short time: try again in a minute.";
    static final String TOO_MANY_FOLLOWERS =
            "This account has added too many devices to conversations in a short time: add fewer, or try again later.";
    static final String TOO_MANY_COMMITS =
            "This account has changed conversations of which it is no admin too often in a short time: try again in a"
                    + " minute.";
    static final String NO_SUITE =
            "The relay cannot check signatures because its cipher bundle is not there: try again"
                    + " later, and tell its operator.";
    static final String LEAVING = "The relay is stopping: connect again in a moment.";
    static final String SIGN_IN_FIRST = "This comes before a sign-in: sign in first.";
    static final String SIGN_IN_FAILED =
            "The sign-in does not hold: this device is not one of the account's here, or not any more, or its"
                    + " signature does not fit. Go on where the account is now, restore a backup of it in a new"
                    + " profile, or sign up with an invite.";
    static final String DISPLACED =
            "Another device has taken the place of this one: go on there, or restore a backup of the account in a new"
                    + " profile here.";
    static final String MISPLACED = "A frame came where it does not belong: update the client.";
    static final String NOT_PROVED = "This follower key was not proved on this link: follow the log first.";
    static final String NOT_FOLLOWED = "There is no such log here, or this key does not follow it.";
    static final String STRANGER =
            "An earlier letter to this person is still unread, or they get too many: wait for an answer.";
    static final String NO_RIGHT = "The token does not allow this, or is used up: ask for a new one.";

    private Sentences() {}

    static String of(Problem problem) {
        return switch (problem) {
            case MALFORMED -> "What was asked for is not within its limits: update the client.";
            case UNKNOWN_TYPE -> "The relay does not know this: update the relay.";
            case NOT_SIGNED_IN -> SIGN_IN_FIRST;
            case DENIED -> "The relay does not allow this to this account.";
            case NOT_FOUND -> "There is no such thing at this relay.";
            case NAME_TAKEN -> "The name belongs to somebody else here: choose another.";
            case TOO_MUCH -> "A quota is used up: delete something, or try again later.";
            case TOO_LARGE -> "This is larger than the relay takes.";
            case NO_SPACE -> STORE_FAILS;
            case WRONG_NUMBER -> "The append's number is not the next one.";
            case STALE_BASE -> "The append's base is too old: seal it anew.";
            case GONE -> GONE;
            case LEAVING -> LEAVING;
        };
    }
}
