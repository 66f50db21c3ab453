package parley.history;

import parley.client.api.CommandException;

/** Carries what is wrong with the database out of a transaction's work, whose methods declare no exception. */
final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final CommandException why;

    StoreFailure(CommandException why) {
        super(why);
        this.why = why;
    }

    CommandException why() {
        return why;
    }
}
