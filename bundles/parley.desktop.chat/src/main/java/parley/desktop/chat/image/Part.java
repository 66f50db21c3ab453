package parley.desktop.chat.image;

/**
 * The square of a picture that is taken of it, counted in colours of the picture. It lies within the picture, and is
 * only as small as pictures of people are shown: what is nearer would be blurred.
 *
 * @param wide how many colours the picture has across
 * @param high how many it has down
 * @param x where the square begins, from the left
 * @param y the same from the top
 * @param side how wide and high the square is
 */
public record Part(int wide, int high, double x, double y, double side) {

    /** All that is taken at once, in the middle: what is taken where nobody chooses. */
    public static Part middle(int wide, int high) {
        int most = Math.min(wide, high);
        return new Part(wide, high, (wide - most) / 2.0, (high - most) / 2.0, most);
    }

    /** As far to the right and down as there is more of the picture. */
    public Part moved(double right, double down) {
        return within(x + right, y + down, side);
    }

    /** As much nearer, around the same middle; farther if {@code by} is less than 1. */
    public Part nearer(double by) {
        double changed = Math.clamp(side / by, Math.min(Square.SHOWN, most()), most());
        return within(x + (side - changed) / 2, y + (side - changed) / 2, changed);
    }

    private Part within(double left, double top, double changed) {
        return new Part(wide, high, Math.clamp(left, 0, wide - changed), Math.clamp(top, 0, high - changed), changed);
    }

    private int most() {
        return Math.min(wide, high);
    }

    /** How near one looks, in percent: 100 where all is taken that can be. */
    public int percent() {
        return (int) Math.round(100 * most() / side);
    }

    /** How far the square stands from the left edge, in percent of how far it could. */
    public int across() {
        return percent(x, wide - side);
    }

    /** The same from the top. */
    public int down() {
        return percent(y, high - side);
    }

    private static int percent(double at, double room) {
        return room <= 0 ? 50 : (int) Math.round(100 * at / room); // it fills the picture: that is the middle
    }

    /** How many whole colours the square is wide and high. */
    int edge() {
        return Math.clamp(Math.round(side), 1, most());
    }

    /** The first of them from the left. */
    int left() {
        return Math.min((int) x, wide - edge());
    }

    /** The first of them from the top. */
    int top() {
        return Math.min((int) y, high - edge());
    }
}
