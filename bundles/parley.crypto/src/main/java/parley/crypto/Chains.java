package parley.crypto;

import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.DeviceList;
import parley.protocol.content.IdentityChain;
import parley.protocol.wire.Bytes;

import java.util.LinkedHashMap;
import java.util.Map;

/** Verifies account signatures and identity chains (docs/protocol.md, Identity). Used from any thread. */
final class Chains {

    /** More than a group's largest membership: a new epoch asks again about everybody. */
    private static final int KEPT = 16_384;

    private final PresentSuites suites;

    /** Claims that held. What fails is looked at again each time: it is rare, and a provider may have been at fault. */
    private final Map<Claim, Boolean> held =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Claim, Boolean> eldest) {
                    return size() > KEPT;
                }
            };

    private record Claim(IdentityChain chain, int scheme, Bytes leafKey) {}

    Chains(PresentSuites suites) {
        this.suites = suites;
    }

    /** Whether an Ed25519 signature holds, under a key that is one. */
    boolean verify(Bytes key, Bytes message, Bytes signature) throws SuiteMissingException {
        return Ed25519Points.isKey(key)
                && suites.useEd25519(suite -> suite.verify(key.shared(), message.shared(), signature.shared()));
    }

    boolean verify(DeviceList list) throws SuiteMissingException {
        return verify(list.account().bytes(), list.signed(), list.signature());
    }

    /** Whether the chain holds for a leaf key of {@code scheme}. */
    boolean verify(IdentityChain chain, int scheme, Bytes leafKey) throws SuiteMissingException {
        var claim = new Claim(chain, scheme, leafKey);
        synchronized (held) {
            if (held.get(claim) != null) return true;
        }
        var account = chain.account();
        var device = chain.device();
        var holds =
                (scheme != Schemes.ED25519 || Ed25519Points.isKey(leafKey))
                        && verify(account.bytes(), IdentityChain.deviceSigned(account, device), chain.deviceSignature())
                        && verify(
                                device.bytes(),
                                IdentityChain.leafSigned(account, device, scheme, leafKey),
                                chain.leafSignature());
        if (holds) {
            synchronized (held) {
                held.put(claim, true);
            }
        }
        return holds;
    }
}
