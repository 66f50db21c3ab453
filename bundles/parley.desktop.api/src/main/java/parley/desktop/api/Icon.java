package parley.desktop.api;

/**
 * A picture made of one line, drawn in any size and colour by {@link Theme#draw}.
 *
 * @param path what the pen does, as the {@code d} attribute of an SVG path in a square of 24 by 24: the commands M L H
 *     V C Q A Z and their relative forms
 * @param turns whether it points along the line, such as an arrow that leads back: then it is turned around where the
 *     window runs from right to left
 */
public record Icon(String path, boolean turns) {

    /** The side of the square. */
    public static final int SIDE = 24;

    /** An icon that is the same everywhere. */
    public Icon(String path) {
        this(path, false);
    }

    /** An icon that points along the line. */
    public static Icon turning(String path) {
        return new Icon(path, true);
    }
}
