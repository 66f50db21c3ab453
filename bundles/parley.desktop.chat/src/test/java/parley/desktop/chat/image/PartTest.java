package parley.desktop.chat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Which square of a picture is taken. */
class PartTest {

    private static final double FAR = 1e9;

    private static String square(Part part) {
        return part.left() + "," + part.top() + " " + part.edge();
    }

    @Test
    void isTheMiddleAtFirst() {
        assertEquals("100,0 200", square(Part.middle(400, 200)));
        assertEquals("0,100 200", square(Part.middle(200, 400)));
        assertEquals("0,0 300", square(Part.middle(300, 300)));
        assertEquals("0,0 2", square(Part.middle(3, 2)), "a half is cut off");
        assertEquals(100, Part.middle(400, 200).percent());
    }

    @Test
    void movesToEachCornerAndNoFurther() {
        var near = Part.middle(1000, 600).nearer(2);
        assertEquals("350,150 300", square(near));
        assertEquals("0,0 300", square(near.moved(-FAR, -FAR)));
        assertEquals("700,0 300", square(near.moved(FAR, -FAR)));
        assertEquals("0,300 300", square(near.moved(-FAR, FAR)));
        assertEquals("700,300 300", square(near.moved(FAR, FAR)));
        assertEquals("700,150 300", square(near.moved(350, 0)), "just there");
        assertEquals("699,150 300", square(near.moved(349, 0)), "just before");
        assertEquals("700,150 300", square(near.moved(351, 0)), "just beyond");
        assertEquals(near, near.moved(FAR, FAR).moved(-350, -150), "nothing is owed beyond the edge");
    }

    @Test
    void isNearerAroundTheSameMiddle() {
        var aside = Part.middle(1000, 600).nearer(2).moved(50, -30);
        var nearer = aside.nearer(1.25);
        assertEquals(240, nearer.side(), 1e-9);
        assertEquals(aside.x() + 150, nearer.x() + 120, 1e-9);
        assertEquals(aside.y() + 150, nearer.y() + 120, 1e-9);
        assertEquals(250, nearer.percent());
        assertEquals("700,300 300", square(aside.moved(FAR, FAR)));
        assertEquals("400,0 600", square(aside.moved(FAR, FAR).nearer(1 / 2.0)), "drawn in from the corner");
    }

    @Test
    void isNeverNearerThanPeopleAreShownNorFartherThanThePicture() {
        var square = Part.middle(1280, 1280);
        assertEquals("576,576 128", square(square.nearer(10)));
        assertEquals("576,576 128", square(square.nearer(10.01)));
        assertEquals(129, square.nearer(1280 / 129.0).edge());
        assertEquals(1000, square.nearer(FAR).percent());
        assertEquals(square, square.nearer(0.99));
        assertEquals(square, square.nearer(5).nearer(1 / 50.0));
    }

    @Test
    void aTinyPictureIsTakenAsItIs() {
        for (var size : new int[][] {{1, 1}, {2, 1}, {20, 20}, {128, 128}}) {
            var part = Part.middle(size[0], size[1]);
            assertEquals(part, part.nearer(FAR), size[0] + "x" + size[1]);
            assertEquals(size[1], part.edge());
        }
        assertEquals("1,0 1", square(Part.middle(2, 1).moved(FAR, FAR)));
        assertEquals(128, Part.middle(129, 129).nearer(FAR).edge());
    }

    @Test
    void aStripIsTakenFromEndToEnd() {
        var wide = Part.middle(5000, 100);
        assertEquals("2450,0 100", square(wide));
        assertEquals("4900,0 100", square(wide.moved(FAR, FAR)));
        assertEquals("0,0 100", square(wide.moved(-FAR, -FAR)));
        assertEquals(wide, wide.nearer(FAR));
        var high = Part.middle(200, 10_000);
        assertEquals("0,9800 200", square(high.moved(FAR, FAR)));
        assertEquals("36,4936 128", square(high.nearer(FAR)));
        assertEquals("72,9872 128", square(high.nearer(FAR).moved(FAR, FAR)));
    }

    @Test
    void saysWhereItStands() {
        var near = Part.middle(1000, 600).nearer(2);
        assertEquals("50 50", near.across() + " " + near.down());
        var corner = near.moved(FAR, -FAR);
        assertEquals("100 0", corner.across() + " " + corner.down());
        var wide = Part.middle(5000, 100);
        assertEquals("50 50", wide.across() + " " + wide.down());
        assertEquals("0 50", wide.moved(-FAR, FAR).across() + " " + wide.down());
    }

    /** Whatever people do, it is a square within the picture. */
    @Test
    void liesWithinThePicture() {
        var random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int wide = 1 + random.nextInt(3000), high = 1 + random.nextInt(3000);
            var part = Part.middle(wide, high);
            for (int step = 0; step < 50; step++) {
                part = part.moved(random.nextGaussian() * wide, random.nextGaussian() * high);
                part = part.nearer(Math.exp(random.nextGaussian()));
                boolean within =
                        part.left() >= 0
                                && part.top() >= 0
                                && part.edge() >= Math.min(128, Math.min(wide, high))
                                && part.left() + part.edge() <= wide
                                && part.top() + part.edge() <= high;
                assertTrue(within, part + ": " + square(part));
            }
        }
    }
}
