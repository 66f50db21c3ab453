package parley.desktop.chat.timeline;

/**
 * Something of a row that can be pressed.
 *
 * @param which of several of the kind it is, from 0
 */
record Spot(Kind kind, int which) {

    static final Spot NONE = new Spot(Kind.NONE, 0);

    /** What there is to press. */
    enum Kind {
        NONE,
        /** The picture of a file. */
        IMAGE,
        /** The round mark of a file's card. */
        BADGE,
        /** A button of a file's card. */
        BUTTON,
        /** What the entry answers. */
        QUOTE,
        /** What copies one of its codes. */
        COPY,
        /** An address in its words. */
        LINK,
        /** What people think of it. */
        CHIP,
        /** The time of one that says another, which cannot be. */
        TIME,
        /** What stands beside the bubble while the pointer is on the row. */
        TOOL
    }

    boolean is(Kind asked) {
        return kind == asked;
    }

    /** Which of {@code asked} it is; -1 if it is something else. */
    int which(Kind asked) {
        return kind == asked ? which : -1;
    }

    /** What of the row {@code laid} is at (x, y), relative to the row. */
    static Spot at(Said said, Laid laid, int x, int y) {
        if (laid.quote != null && laid.quoteAt.contains(x, y) && said.quote() != null && said.quote().leads()) {
            return new Spot(Kind.QUOTE, 0);
        }
        for (int copy = 0; copy < laid.copies.size(); copy++) {
            if (laid.copies.get(copy).contains(x, y)) return new Spot(Kind.COPY, copy);
        }
        int chip = laid.chips.at(x, y);
        if (chip >= 0) return new Spot(Kind.CHIP, chip);
        for (int tool = 0; tool < laid.tools.size(); tool++) {
            if (laid.tools.get(tool).at().contains(x, y)) return new Spot(Kind.TOOL, tool);
        }
        if (said.claims() && laid.time.contains(x, y)) return new Spot(Kind.TIME, 0);
        if (laid.picture) return laid.bubble.contains(x, y) ? new Spot(Kind.IMAGE, 0) : NONE;
        return laid.card == null ? NONE : laid.card.at(x - laid.bubble.x, y - laid.bubble.y);
    }
}
