package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;

class PublicTrustTest {

    private static X509Certificate[] chain(String name, Instant made) throws Exception {
        return SelfSigned.make(name, InstantSource.fixed(made)).chain().toArray(X509Certificate[]::new);
    }

    private static KeyStore authority(X509Certificate certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    @Test
    void onlyAnAuthoritysWordCounts() throws Exception {
        var chain = chain("relay.example", Instant.now());
        var other = chain("relay.example", Instant.now());
        assertTrue(PublicTrust.vouchesFor(chain, "relay.example", authority(chain[0])));
        assertFalse(PublicTrust.vouchesFor(chain, "relay.example", authority(other[0])), "of somebody else");
        assertFalse(PublicTrust.vouchesFor(chain, "relay.example"), "of nobody");
    }

    @Test
    void itsNameMustBeTheHosts() throws Exception {
        var chain = chain("relay.example", Instant.now());
        assertTrue(PublicTrust.vouchesFor(chain, "RELAY.example.", authority(chain[0])));
        assertFalse(PublicTrust.vouchesFor(chain, "evil.example", authority(chain[0])));
        assertFalse(PublicTrust.vouchesFor(chain, "a.relay.example", authority(chain[0])));
        assertFalse(PublicTrust.vouchesFor(chain, "127.0.0.1", authority(chain[0])));
        assertFalse(PublicTrust.vouchesFor(chain, "[::1]", authority(chain[0])));
    }

    @ParameterizedTest
    @CsvSource({
        "relay.example, relay.example, true",
        "relay.example, a.relay.example, false",
        "*.relay.example, a.relay.example, true",
        "*.relay.example, relay.example, false",
        "*.relay.example, b.a.relay.example, false",
        "*.example, relay.example, false",
        "*.relay.example, .relay.example, false",
        "r*.relay.example, ra.relay.example, false",
    })
    void anAsteriskStandsForOneLabel(String pattern, String host, boolean matches) {
        assertEquals(matches, PublicTrust.matches(pattern, host));
    }
}
