package parley.interop;

import parley.cipher.aesgcm.Mls128P256;
import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.aesgcm.Mls256P384;
import parley.cipher.aesgcm.Mls256P521;
import parley.cipher.aesgcm.Mls256X448;
import parley.cipher.api.CipherSuite;
import parley.cipher.xwing.Mls256XWing;

import java.util.List;

/** The suites that Parley has. */
final class Suites {

    static final List<CipherSuite> ALL =
            List.of(
                    new Mls128X25519(),
                    new Mls128P256(),
                    new parley.cipher.chacha20.Mls128X25519(),
                    new Mls256X448(),
                    new Mls256P521(),
                    new parley.cipher.chacha20.Mls256X448(),
                    new Mls256P384(),
                    new Mls256XWing());

    private Suites() {}

    static CipherSuite of(int id) {
        return ALL.stream().filter(suite -> suite.id() == id).findFirst().orElseThrow();
    }

    static List<Integer> ids() {
        return ALL.stream().map(CipherSuite::id).toList();
    }
}
