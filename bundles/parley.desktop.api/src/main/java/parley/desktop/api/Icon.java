package parley.desktop.api;

/**
 * A picture made of one line, drawn in any size and colour by {@link Theme#draw}.
 *
 * @param path what the pen does, as the {@code d} attribute of an SVG path in a square of 24 by 24: the commands M L H
 *     V C Q A Z and their relative forms
 */
public record Icon(String path) {}
