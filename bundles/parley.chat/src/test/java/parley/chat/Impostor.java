package parley.chat;

import parley.cipher.aesgcm.Mls128X25519;
import parley.client.api.crypto.Groups.Group;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.KeyPackage;
import parley.mls.LeafChange;
import parley.mls.LeafParameters;
import parley.mls.OwnKeyPackage;
import parley.mls.PskLookup;
import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;

/** A client of somebody's own making, which says of a leaf that it is another's. */
final class Impostor {

    private static final Mls128X25519 SUITE = new Mls128X25519();

    private Impostor() {}

    /** A chain that names {@code account}, which has signed nothing. */
    private static Credential credential(AccountKey account) {
        var nothing = Bytes.wrap(new byte[64]);
        var device = new DeviceKey(Bytes.wrap(SUITE.signatureKeyPair().publicKey()));
        return Credential.basic(new IdentityChain(account, device, nothing, nothing).encode().toArray());
    }

    /** A KeyPackage that is whole but for whose it says it is; else like {@code model}. */
    static KeyPackage keyPackage(AccountKey account, Bytes model, LeafData data) throws Exception {
        var like = KeyPackage.fromBytes(model.toArray());
        var extensions = new ArrayList<parley.mls.Extension>();
        extensions.add(new parley.mls.Extension(LeafData.EXTENSION, data.encode().toArray()));
        var parameters =
                new LeafParameters(
                        SUITE.signatureKeyPair(), credential(account), like.leaf().capabilities(), extensions);
        var lifetime = like.leaf().lifetime().orElseThrow();
        return OwnKeyPackage.create(SUITE, parameters, lifetime, List.of()).keyPackage();
    }

    /** A commit of {@code group} that adds {@code joining}. */
    static Bytes adding(Group group, Bytes claims, KeyPackage joining) throws Exception {
        return commit(group, new CommitRequest().add(joining), claims);
    }

    /** A commit of {@code group} by whose author's new leaf it is that of {@code account}. */
    static Bytes naming(Group group, Bytes claims, AccountKey account) throws Exception {
        return commit(group, new CommitRequest().leaf(LeafChange.none().withCredential(credential(account))), claims);
    }

    private static Bytes commit(Group group, CommitRequest request, Bytes claims) throws Exception {
        var raw = parley.mls.Group.fromBytes(group.epoch().toArray(), group.ratchets().toArray());
        var all = request.authenticatedData(claims.toArray());
        var made = raw.commit(SUITE, all, PskLookup.none(), CredentialCheck.none());
        return Bytes.wrap(made.pending().message());
    }
}
