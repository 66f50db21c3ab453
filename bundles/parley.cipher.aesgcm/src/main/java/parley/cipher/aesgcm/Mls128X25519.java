package parley.cipher.aesgcm;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Eddsa;
import parley.cipher.primitives.Hash;

/** Suite 1 of RFC 9420 §17.1, the one every implementation has. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=1")
public final class Mls128X25519 extends ComposedSuite {

    public Mls128X25519() {
        super(
                1,
                "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
                DhKem.X25519,
                Hash.SHA256,
                Aead.AES_128_GCM,
                Eddsa.ED25519);
    }
}
