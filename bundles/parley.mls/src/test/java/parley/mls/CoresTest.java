package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Work that is shared among cores comes out as if it were not; on both sides of the least number to share. */
class CoresTest {

    private static List<Integer> items(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 5000})
    void resultsAreInOrder(int count) {
        assertEquals(
                items(count).stream().map(it -> "number " + it).toList(),
                Cores.map(items(count), it -> "number " + it));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 500})
    void theFirstFailureCounts(int count) {
        for (int round = 0; round < 20; round++) {
            var done = ConcurrentHashMap.<Integer>newKeySet();
            var thrown =
                    assertThrows(
                            MlsException.Invalid.class,
                            () ->
                                    Cores.map(
                                            items(count),
                                            it -> {
                                                done.add(it);
                                                if (it >= 3) throw new MlsException.Invalid("at " + it);
                                                return it;
                                            }));
            assertEquals("at 3", thrown.getMessage());
            assertTrue(done.containsAll(new HashSet<>(items(4))), "all before the first failure are done: " + done);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 500})
    void whatIsUncheckedComesThroughToo(int count) {
        assertThrows(
                IllegalStateException.class,
                () ->
                        Cores.map(
                                items(count),
                                it -> {
                                    if (it == 4) throw new IllegalStateException();
                                    return it;
                                }));
    }
}
