package parley.cipher.aesgcm;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Ecdsa;
import parley.cipher.primitives.Hash;

/** Suite 5 of RFC 9420 §17.1. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=5")
public final class Mls256P521 extends ComposedSuite {

    public Mls256P521() {
        super(
                5,
                "MLS_256_DHKEMP521_AES256GCM_SHA512_P521",
                DhKem.P521,
                Hash.SHA512,
                Aead.AES_256_GCM,
                Ecdsa.P521_SHA512);
    }
}
