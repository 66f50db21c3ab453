package parley.crypto;

import parley.cipher.api.CipherException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.mls.Credential;
import parley.mls.KeyPackage;
import parley.mls.MlsException;
import parley.protocol.AccountKey;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Letter.Invitation;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;

/**
 * Letters to an inbox key, sealed by HPKE (RFC 9180 §6.1, base mode) with suite 1, or with suite 3 where only that is
 * present: both have DHKEM(X25519). README.md has the layout.
 */
final class Letters {

    private static final byte[] INFO = "Parley letter 1".getBytes(StandardCharsets.US_ASCII);

    private final PresentSuites suites;
    private final Chains chains;

    private record SealedLetter(int suite, long number, Bytes encapsulated, Bytes ciphertext) {

        static SealedLetter read(WireReader in) throws MalformedException {
            return new SealedLetter(in.u16(), in.u32(), in.opaqueBytes(), in.opaqueBytes());
        }

        Bytes encode() {
            return new WireWriter(ciphertext.length() + 64)
                    .u16(suite)
                    .u32(number)
                    .opaque(encapsulated)
                    .opaque(ciphertext)
                    .toBytes();
        }
    }

    Letters(PresentSuites suites, Chains chains) {
        this.suites = suites;
        this.chains = chains;
    }

    Bytes seal(Letter letter, AccountKey to, long number, Bytes inboxKey)
            throws SuiteMissingException, UntrustedException {
        try {
            return suites.useX25519(suite -> {
                var sealed = suite.hpkeSeal(inboxKey.shared(), INFO, associated(to, number), letter.encode().shared());
                return new SealedLetter(
                                suite.id(), number, Bytes.wrap(sealed.encapsulated()), Bytes.wrap(sealed.ciphertext()))
                        .encode();
            });
        } catch (CipherException e) {
            throw new UntrustedException("the recipient's inbox key is none", e);
        }
    }

    Letter open(IdentityState identity, Bytes bytes) throws SuiteMissingException, UntrustedException {
        try {
            var sealed = WireReader.decode(bytes, SealedLetter::read);
            if (sealed.suite != 1 && sealed.suite != 3) {
                throw new UntrustedException("letter is sealed with suite " + sealed.suite);
            }
            var key =
                    identity.inboxKey(sealed.number)
                            .orElseThrow(() -> new UntrustedException("letter is to inbox key " + sealed.number));
            var plain =
                    suites.use(
                            sealed.suite,
                            suite ->
                                    suite.hpkeOpen(
                                            key.privateKey().shared(),
                                            sealed.encapsulated.shared(),
                                            INFO,
                                            associated(identity.account(), sealed.number),
                                            sealed.ciphertext.shared()));
            var letter = Letter.decode(Bytes.wrap(plain));
            switch (letter) {
                case ContactRequest request -> check(request, identity.account(), sealed.number);
                case RejoinRequest request -> check(request, identity.account(), sealed.number);
                case Invitation _, LargeInvitation _ -> {} // the Welcome proves who invites
            }
            return letter;
        } catch (CipherException e) {
            throw new UntrustedException("letter does not open", e);
        } catch (MalformedException e) {
            throw new UntrustedException("letter is malformed", e);
        }
    }

    private void check(ContactRequest request, AccountKey to, long number)
            throws SuiteMissingException, UntrustedException {
        var chain = request.chain();
        require(request.to().equals(to), "recipient");
        require(request.inboxKeyNumber() == number, "inbox key number");
        require(request.devices().account().equals(chain.account()), "account in the device list");
        require(request.devices().devices().contains(chain.device()), "device in the device list");
        require(chains.verify(request.devices()), "signature of the device list");
        require(chains.verify(chain, Schemes.ED25519, request.leafKey()), "identity chain");
        require(chains.verify(request.leafKey(), request.signed(), request.signature()), "signature");
        for (var keyPackage : request.keyPackages()) {
            require(isOf(keyPackage, chain), "owner of a KeyPackage");
        }
    }

    private void check(RejoinRequest request, AccountKey to, long number)
            throws SuiteMissingException, UntrustedException {
        var chain = request.chain();
        require(request.to().equals(to), "recipient");
        require(request.inboxKeyNumber() == number, "inbox key number");
        require(chains.verify(chain, Schemes.ED25519, request.leafKey()), "identity chain");
        require(chains.verify(request.leafKey(), request.signed(), request.signature()), "signature");
        for (var keyPackage : request.keyPackages()) {
            require(isOf(keyPackage, chain), "owner of a KeyPackage");
        }
    }

    /** Whether the KeyPackage says that it is of the sender's device; that it holds is checked before it is used. */
    static boolean isOf(Bytes keyPackage, IdentityChain sender) {
        try {
            var credential = KeyPackage.fromBytes(keyPackage.shared()).leaf().credential();
            if (credential.type() != Credential.BASIC) return false;
            var chain = IdentityChain.decode(Bytes.wrap(credential.identity()));
            return chain.account().equals(sender.account()) && chain.device().equals(sender.device());
        } catch (MlsException | MalformedException e) {
            return false;
        }
    }

    private static void require(boolean holds, String what) throws UntrustedException {
        if (!holds) throw new UntrustedException("request fails the check of its " + what);
    }

    private static byte[] associated(AccountKey to, long number) {
        var out = new WireWriter(36);
        to.write(out);
        return out.u32(number).toArray();
    }
}
