package parley.cipher.aesgcm;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Ecdsa;
import parley.cipher.primitives.Hash;

/** Suite 7 of RFC 9420 §17.1. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=7")
public final class Mls256P384 extends ComposedSuite {

    public Mls256P384() {
        super(
                7,
                "MLS_256_DHKEMP384_AES256GCM_SHA384_P384",
                DhKem.P384,
                Hash.SHA384,
                Aead.AES_256_GCM,
                Ecdsa.P384_SHA384);
    }
}
