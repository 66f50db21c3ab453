package parley.mls;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every vector that the MLS working group publishes, for every suite that it has one for. */
class VectorsTest {

    private static final Vectors VECTORS = new Vectors();

    @AfterAll
    static void report() {
        VECTORS.report();
    }

    @Test
    void treeMath() throws Exception {
        VECTORS.check("tree-math", TreeVectors::treeMath);
    }

    @Test
    void treeOperations() throws Exception {
        VECTORS.check("tree-operations", TreeVectors::treeOperations);
    }

    @Test
    void treeValidation() throws Exception {
        VECTORS.check("tree-validation", TreeVectors::treeValidation);
    }

    @Test
    void treeKem() throws Exception {
        VECTORS.check("treekem", TreeVectors::treeKem);
    }

    @Test
    void cryptoBasics() throws Exception {
        VECTORS.check("crypto-basics", KeyVectors::cryptoBasics);
    }

    @Test
    void secretTree() throws Exception {
        VECTORS.check("secret-tree", KeyVectors::secretTree);
    }

    @Test
    void keySchedule() throws Exception {
        VECTORS.check("key-schedule", KeyVectors::keySchedule);
    }

    @Test
    void pskSecret() throws Exception {
        VECTORS.check("psk_secret", KeyVectors::pskSecret);
    }

    @Test
    void transcriptHashes() throws Exception {
        VECTORS.check("transcript-hashes", KeyVectors::transcriptHashes);
    }

    @Test
    void deserialization() throws Exception {
        VECTORS.check("deserialization", MessageVectors::deserialization);
    }

    @Test
    void messages() throws Exception {
        VECTORS.check("messages", MessageVectors::messages);
    }

    @Test
    void messageProtection() throws Exception {
        VECTORS.check("message-protection", MessageVectors::messageProtection);
    }

    @Test
    void welcome() throws Exception {
        VECTORS.check("welcome", MessageVectors::welcome);
    }

    @Test
    void passiveClientWelcome() throws Exception {
        VECTORS.check("passive-client-welcome", PassiveClientVectors::follow);
    }

    @Test
    void passiveClientHandlingCommit() throws Exception {
        VECTORS.check("passive-client-handling-commit", PassiveClientVectors::follow);
    }

    @Test
    void passiveClientRandom() throws Exception {
        VECTORS.check("passive-client-random", PassiveClientVectors::follow);
    }
}
