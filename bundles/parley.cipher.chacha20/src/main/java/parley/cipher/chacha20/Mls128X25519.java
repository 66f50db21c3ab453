package parley.cipher.chacha20;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Eddsa;
import parley.cipher.primitives.Hash;

/** Suite 3 of RFC 9420 §17.1. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=3")
public final class Mls128X25519 extends ComposedSuite {

    public Mls128X25519() {
        super(
                3,
                "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
                DhKem.X25519,
                Hash.SHA256,
                Aead.CHACHA20_POLY1305,
                Eddsa.ED25519);
    }
}
