package parley.cipher.aesgcm;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.DhKem;
import parley.cipher.primitives.Eddsa;
import parley.cipher.primitives.Hash;

/** Suite 4 of RFC 9420 §17.1. */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=4")
public final class Mls256X448 extends ComposedSuite {

    public Mls256X448() {
        super(4, "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448", DhKem.X448, Hash.SHA512, Aead.AES_256_GCM, Eddsa.ED448);
    }
}
