package parley.cipher.aesgcm;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Ecdsa;
import parley.cipher.primitives.Hash;

/** Suite 2 of RFC 9420 §17.1. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=2")
public final class Mls128P256 extends ComposedSuite {

    public Mls128P256() {
        super(
                2,
                "MLS_128_DHKEMP256_AES128GCM_SHA256_P256",
                DhKem.P256,
                Hash.SHA256,
                Aead.AES_128_GCM,
                Ecdsa.P256_SHA256);
    }
}
