package parley.chat;

/** A conversation goes on in another group, and the Welcome into it has not come yet. */
final class WelcomeAwaitedException extends Exception {

    private static final long serialVersionUID = 1;

    WelcomeAwaitedException() {
        super("the Welcome into the next generation has not come yet");
    }
}
