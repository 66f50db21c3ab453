package parley.cipher.xwing;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherSuite;
import parley.cipher.primitives.Aead;
import parley.cipher.primitives.ComposedSuite;
import parley.cipher.primitives.Eddsa;
import parley.cipher.primitives.Hash;

/** X-Wing with HKDF-SHA512, AES-256-GCM and Ed25519, under a number for private use (RFC 9420 §17.1). */
@Component(service = CipherSuite.class, property = "parley.suite:Integer=61453")
public final class Mls256XWing extends ComposedSuite {

    /** The number: no official one is assigned yet. */
    static final int ID = 0xF00D;

    public Mls256XWing() {
        super(ID, "MLS_256_XWING_AES256GCM_SHA512_Ed25519", new XWing(), Hash.SHA512, Aead.AES_256_GCM, Eddsa.ED25519);
    }
}
