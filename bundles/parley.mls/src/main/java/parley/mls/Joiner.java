package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherException;
import parley.mls.CredentialCheck.Occasion;
import parley.mls.Welcome.GroupSecrets;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** Joins by a Welcome (RFC 9420 §12.4.3.1). */
final class Joiner {

    private final Labeled suite;
    private final OwnKeyPackage own;
    private final PskLookup psks;
    private final Optional<Link> link;

    /**
     * @param link to the group that the new one must follow, if any
     */
    Joiner(Labeled suite, OwnKeyPackage own, PskLookup psks, Optional<Link> link) {
        this.link = link;
        this.suite = suite;
        this.own = own;
        this.psks = psks;
    }

    Joined join(Welcome welcome, byte @Nullable [] treeApart, CredentialCheck check) throws MlsException {
        var suiteId = suite.suite().id();
        if (welcome.suiteId() != suiteId || own.keyPackage().suiteId() != suiteId) {
            throw new MlsException.Invalid("Welcome or KeyPackage is of another suite");
        }
        var secrets = openSecrets(welcome);
        checkPsks(secrets.psks());
        var pskSecret = EpochSecrets.pskSecret(suite, Psks.find(secrets.psks(), psks, Optional.empty()));
        var info =
                openGroupInfo(welcome, EpochSecrets.welcomeSecret(suite, secrets.joinerSecret().shared(), pskSecret));
        var context = info.context();
        var checked = GroupInfoRules.check(suite, info, treeApart);
        var tree = checked.tree();
        if (link.isPresent()) link.get().check(context);

        var self = find(tree);
        var schedule = EpochSecrets.fromJoiner(suite, secrets.joinerSecret().shared(), pskSecret, context.encode());
        if (!suite.macFits(
                schedule.secrets().confirmation(),
                context.confirmedTranscriptHash().shared(),
                info.confirmationTag())) {
            throw new MlsException.Invalid("confirmation tag does not fit");
        }
        var keys = keys(tree, self, checked.signer().leaf(), secrets.pathSecret());
        checkKnown(tree, self, keys);
        var group =
                NextEpoch.start(suite, context, schedule, tree, self, keys, own.signaturePrivate(), Optional.empty());
        var problems =
                Credentials.ofMembers(
                        check, Occasion.JOINING, tree.members().stream().filter(it -> it.leaf() != self).toList());
        return new Joined(group, checked.signer(), info.ownExtensions(), problems);
    }

    GroupSecrets openSecrets(Welcome welcome) throws MlsException {
        var ref = own.keyPackage().reference(suite);
        for (var entry : welcome.secrets()) {
            if (!entry.keyPackageRef().equals(ref)) continue;
            byte[] plain;
            try {
                plain =
                        suite.decrypt(
                                own.initPrivate(),
                                "Welcome",
                                welcome.encryptedGroupInfo().shared(),
                                entry.encryptedGroupSecrets());
            } catch (CipherException _) {
                throw new MlsException.Forged();
            }
            return Stored.decode(plain, GroupSecrets::read);
        }
        throw new MlsException.Invalid("Welcome is not for this KeyPackage");
    }

    /** Checks that there is one pre-shared key for the link, and none for another. */
    private void checkPsks(List<PskId> ids) throws MlsException {
        var links = 0;
        for (var id : ids) {
            if (id.nonce().length() != suite.nh()) throw new MlsException.Invalid("PSK nonce is of a wrong length");
            if (!(id instanceof PskId.Resumption it) || it.usage() == PskId.APPLICATION) continue;
            if (link.isEmpty()) throw new MlsException.Invalid("Welcome of a reinitialised or branched group");
            if (!link.get().names(it)) throw new MlsException.Invalid("Welcome of a group that follows another");
            if (++links > 1) throw new MlsException.Invalid("Welcome follows one group twice");
        }
        if (link.isPresent() && links == 0) throw new MlsException.Invalid("Welcome of a group that follows none");
    }

    GroupInfo openGroupInfo(Welcome welcome, byte[] welcomeSecret) throws MlsException {
        var key = WelcomeMaker.key(suite, Bytes.wrap(welcomeSecret));
        byte[] plain;
        try {
            plain =
                    suite.suite()
                            .open(
                                    key.key().shared(),
                                    key.nonce().shared(),
                                    new byte[0],
                                    welcome.encryptedGroupInfo().shared());
        } catch (CipherException _) {
            throw new MlsException.Forged();
        }
        return Stored.decode(plain, GroupInfo::read);
    }

    private int find(RatchetTree tree) throws MlsException {
        for (var member : tree.members()) if (member.node().equals(own.keyPackage().leaf())) return member.leaf();
        throw new MlsException.Invalid("own leaf is not in the tree");
    }

    private PrivateKeys keys(RatchetTree tree, int self, int signer, Optional<Bytes> pathSecret) throws MlsException {
        var keys = PrivateKeys.ofLeaf(self, own.keyPackage().leaf().publicKey(), own.leafPrivate());
        if (pathSecret.isEmpty()) return keys;
        if (signer == self) throw new MlsException.Invalid("joiner signed its own Welcome");
        var shared = tree.filteredPath(signer).stream().filter(node -> TreeMath.covers(node, self)).toList();
        var followed = TreeKem.derive(suite, tree, shared, pathSecret.get().shared());
        for (var key : followed.keys().entrySet()) keys = keys.with(key.getKey(), key.getValue());
        return keys;
    }

    /**
     * Checks that the joiner holds the private key of every node above it that does not name it as one who lacks it.
     * Else the others would seal to such a node what the joiner cannot open, and the next of them who commits would
     * seem to have cut it off.
     */
    private static void checkKnown(RatchetTree tree, int self, PrivateKeys keys) throws MlsException {
        for (int index : TreeMath.directPath(2 * self, tree.leaves())) {
            var node = tree.parent(index);
            if (node != null && !node.isUnmerged(self) && keys.find(index, node.publicKey()).isEmpty()) {
                throw new MlsException.Invalid("Welcome withholds the path secret");
            }
        }
    }
}
