package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.protocol.relay.Entry;

class BucketsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 256",
        "256, 256",
        "257, 512",
        "512, 512",
        "513, 1024",
        "1024, 1024",
        "1025, 2048",
        "8192, 8192",
        "8193, 12288",
        "65536, 65536",
        "65537, 81920",
        "81921, 98304"
    })
    void isTheNextOneUp(int length, int bucket) {
        assertEquals(bucket, Buckets.of(length));
    }

    @Test
    void areFewAndFitAnEntry() {
        var buckets = java.util.stream.IntStream.rangeClosed(0, 70_000).map(Buckets::of).distinct().count();
        assertTrue(buckets < 30, buckets + " buckets");
        assertTrue(Buckets.of(70_000) < Entry.MAX_BODY);
    }
}
