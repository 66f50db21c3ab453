package parley.desktop;

/** What a person reads where no window can be opened. */
final class NoDisplay {

    private static final String TEXT =
            "no display to open a window on: start Parley in a graphical session"
                    + " (on Linux with GTK 3 installed), or use 'parley terminal'";

    private NoDisplay() {}

    /** The sentence, as a line of JSON if {@code json}. */
    static String sentence(boolean json) {
        return json ? "{\"event\":\"error\",\"code\":\"no_display\",\"text\":\"" + TEXT + "\"}" : "parley: " + TEXT;
    }
}
