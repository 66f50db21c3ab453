package parley.protocol.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.protocol.samples.Fixed.ACCOUNT;
import static parley.protocol.samples.Fixed.OTHER_ACCOUNT;
import static parley.protocol.samples.Fixed.bytes;

import org.junit.jupiter.api.Test;

import parley.protocol.AccountKey;
import parley.protocol.content.Content.Check;
import parley.protocol.content.VerificationCode.Finding;
import parley.protocol.wire.Bytes;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

class VerificationValuesTest {

    private static final AccountKey THIRD = new AccountKey(bytes(32, 90));
    private static final Bytes CHECK = bytes(Check.ID, 7);
    private static final Bytes ONE = bytes(Check.VALUE, 1);
    private static final Bytes TWO = bytes(Check.VALUE, 2);

    // ---- The number ----

    /** Written down anew, from what the document says. */
    @Test
    void theNumberIsWhatTheDocumentSays() throws Exception {
        var sha512 = MessageDigest.getInstance("SHA-512");
        var first = ACCOUNT.bytes().compareTo(OTHER_ACCOUNT.bytes()) < 0 ? ACCOUNT : OTHER_ACCOUNT;
        var second = first == ACCOUNT ? OTHER_ACCOUNT : ACCOUNT;
        var label = "Parley safety number 1".getBytes("US-ASCII");
        sha512.update((byte) label.length);
        sha512.update(label);
        sha512.update(first.bytes().toArray());
        var hash = sha512.digest(second.bytes().toArray());
        for (var round = 2; round <= 5200; round++) {
            sha512.update(hash);
            sha512.update(first.bytes().toArray());
            hash = sha512.digest(second.bytes().toArray());
        }
        var expected = new StringBuilder();
        for (var group = 0; group < 12; group++) {
            var value = new BigInteger(1, java.util.Arrays.copyOfRange(hash, 5 * group, 5 * group + 5));
            expected.append(String.format("%05d", value.mod(BigInteger.valueOf(100_000)).intValue()));
        }
        assertEquals(expected.toString(), SafetyNumber.of(ACCOUNT, OTHER_ACCOUNT).digits());
    }

    @Test
    void theNumberIsOneForBothAndAnotherForAnyOtherKey() {
        var number = SafetyNumber.of(ACCOUNT, OTHER_ACCOUNT);
        assertEquals(number, SafetyNumber.of(OTHER_ACCOUNT, ACCOUNT));
        assertNotEquals(number, SafetyNumber.of(ACCOUNT, THIRD));
        assertNotEquals(number, SafetyNumber.of(THIRD, OTHER_ACCOUNT));
        assertTrue(number.text().matches("(\\d{5} ){11}\\d{5}"), number::text);
        assertEquals(5, number.toString().length());
        assertThrows(IllegalArgumentException.class, () -> new SafetyNumber("1".repeat(59)));
    }

    // ---- The code ----

    @Test
    void aCodeSaysWhichKeyDiffers() {
        var code = VerificationCode.parse(" " + new VerificationCode(ACCOUNT, OTHER_ACCOUNT).text() + "\n");
        assertEquals(Finding.SAME, code.scannedBy(OTHER_ACCOUNT, ACCOUNT));
        assertEquals(Finding.OWN, code.scannedBy(ACCOUNT, OTHER_ACCOUNT));
        assertEquals(Finding.OWN, code.scannedBy(ACCOUNT, THIRD));
        assertEquals(Finding.ANOTHER_SHOWS, code.scannedBy(OTHER_ACCOUNT, THIRD));
        assertEquals(Finding.ANOTHER_MEANT, code.scannedBy(THIRD, ACCOUNT));
        assertEquals(Finding.FOREIGN, code.scannedBy(THIRD, OTHER_ACCOUNT));
    }

    @Test
    void whatIsNoCodeIsRefusedWithASentence() {
        var text = new VerificationCode(ACCOUNT, OTHER_ACCOUNT).text();
        var newer = "parley-verify:" + Base64.getUrlEncoder().encodeToString(new byte[65]).replaceFirst("A", "C");
        for (var wrong :
                List.of(
                        "",
                        "parley://127.0.0.1/person/bob",
                        "parley-verify:",
                        text + "AA",
                        text.substring(0, text.length() - 4),
                        text.replace("parley-verify:", "parley-verify:!"),
                        "parley-verify:" + "A".repeat(100_000),
                        newer)) {
            var refused = assertThrows(IllegalArgumentException.class, () -> VerificationCode.parse(wrong));
            assertTrue(String.valueOf(refused.getMessage()).contains("code"), refused::getMessage);
        }
    }

    // ---- The words ----

    @Test
    void theWordsFollowFromAllThatWasSaid() {
        var words = CheckWords.words(CHECK, ACCOUNT, OTHER_ACCOUNT, ONE, TWO);
        assertEquals(CheckWords.COUNT, words.size());
        var others = new HashSet<List<String>>();
        others.add(CheckWords.words(bytes(Check.ID, 8), ACCOUNT, OTHER_ACCOUNT, ONE, TWO));
        others.add(CheckWords.words(CHECK, THIRD, OTHER_ACCOUNT, ONE, TWO));
        others.add(CheckWords.words(CHECK, ACCOUNT, THIRD, ONE, TWO));
        others.add(CheckWords.words(CHECK, ACCOUNT, OTHER_ACCOUNT, TWO, ONE));
        others.add(CheckWords.words(CHECK, ACCOUNT, OTHER_ACCOUNT, ONE, ONE));
        assertEquals(5, others.size());
        assertTrue(!others.contains(words));
    }

    @Test
    void theListHasSoManyDifferentWords() throws Exception {
        try (var in = CheckWords.class.getResourceAsStream("words.txt")) {
            var words = new String(in.readAllBytes(), "US-ASCII").lines().toList();
            assertEquals(CheckWords.LIST, words.size());
            assertEquals(CheckWords.LIST, new HashSet<>(words).size());
            assertTrue(words.stream().allMatch(word -> word.matches("[a-z]{3,8}")));
        }
    }

    /** Each bit of the hash that counts chooses a word: over many checks each word comes about as often. */
    @Test
    void everyWordIsUsed() {
        var seen = new HashSet<String>();
        var counter = new byte[Check.VALUE];
        for (var i = 0; i < 12_000; i++) {
            counter[0] = (byte) i;
            counter[1] = (byte) (i >> 8);
            seen.addAll(CheckWords.words(CHECK, ACCOUNT, OTHER_ACCOUNT, Bytes.wrap(counter.clone()), TWO));
        }
        assertEquals(
                CheckWords.LIST, seen.size()); // missed by chance once in 10^5 lists, and these are always the same
    }

    @Test
    void aCommitmentFixesTheNonceWhoAsksAndWhom() {
        var commitment = CheckWords.commitment(CHECK, ACCOUNT, OTHER_ACCOUNT, ONE);
        assertNotEquals(commitment, CheckWords.commitment(CHECK, OTHER_ACCOUNT, ACCOUNT, ONE));
        assertNotEquals(commitment, CheckWords.commitment(CHECK, ACCOUNT, OTHER_ACCOUNT, TWO));
        assertNotEquals(commitment, CheckWords.commitment(bytes(Check.ID, 8), ACCOUNT, OTHER_ACCOUNT, ONE));
    }

    // ---- The content ----

    @Test
    void aStepHasItsLengths() {
        assertThrows(IllegalArgumentException.class, () -> new Check(bytes(15, 0), Check.Step.ASKED, ONE));
        assertThrows(IllegalArgumentException.class, () -> new Check(CHECK, Check.Step.ASKED, bytes(31, 0)));
        assertThrows(IllegalArgumentException.class, () -> new Check(CHECK, Check.Step.REVEALED, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Check(CHECK, Check.Step.ENDED, ONE));
        assertEquals("Check[REVEALED]", new Check(CHECK, Check.Step.REVEALED, ONE).toString());
    }
}
