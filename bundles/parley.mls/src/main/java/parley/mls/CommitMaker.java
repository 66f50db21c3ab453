package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.mls.Commit.ProposalOrRef;
import parley.mls.EpochSecrets.Psk;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PrivateMessage;
import parley.mls.ProposalList.Item;
import parley.mls.ProposalList.Outcome;
import parley.mls.Received.Updated;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a commit and what goes with it (RFC 9420 §12.4.1). */
final class CommitMaker {

    private final Labeled suite;
    private final Epoch epoch;
    private final Ratchets ratchets;
    private final CommitRequest request;
    private final Optional<PskId> link;

    CommitMaker(Labeled suite, Epoch epoch, Ratchets ratchets, CommitRequest request) {
        this(suite, epoch, ratchets, request, Optional.empty());
    }

    /**
     * @param link the pre-shared key by which the new group that this commit sets up follows another
     */
    CommitMaker(Labeled suite, Epoch epoch, Ratchets ratchets, CommitRequest request, Optional<PskId> link) {
        this.link = link;
        this.suite = suite;
        this.epoch = epoch;
        this.ratchets = ratchets;
        this.request = request;
    }

    Committing make(PskLookup psks, CredentialCheck check) throws MlsException {
        var self = epoch.self();
        var proposals = new ArrayList<ProposalOrRef>();
        var outcome = ProposalList.apply(suite, epoch.base(), collect(proposals), self, link);
        Credentials.require(check, outcome.added());
        var found = Psks.find(outcome.psks(), psks, Optional.of(epoch));

        var made = outcome.needsPath() || request.needsPath() ? makePath(outcome) : null;
        var tree = made == null ? outcome.tree().freeze(suite) : made.tree();
        TreeRules.checkMembers(tree, outcome.extensions());

        var commit = new Commit(proposals, Optional.ofNullable(made).map(TreeKem.Made::path));
        var wireFormat = request.framing == Framing.PUBLIC ? MlsMessage.PUBLIC_MESSAGE : MlsMessage.PRIVATE_MESSAGE;
        var oldContext = epoch.context().encode();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        wireFormat,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(self),
                                request.authenticatedData,
                                new Content.OfCommit(commit)),
                        oldContext,
                        epoch.signaturePrivate());
        var next =
                new NextEpoch(
                        suite,
                        epoch,
                        signed,
                        NextEpoch.context(epoch.context(), tree, outcome.extensions()),
                        made == null ? suite.zero() : made.commitSecret(),
                        EpochSecrets.pskSecret(suite, found));
        var nextGroup = next.group(tree, self, keys(made), signaturePrivate(made), outcome.reInit());
        var confirmed = signed.withConfirmationTag(next.confirmationTag());
        var framed = frame(confirmed, oldContext);
        return new Committing(framed.group, pending(framed.message, nextGroup, next, outcome, made, found));
    }

    /** A message, and the current state without the key that it took. */
    private record Framed(byte[] message, Group group) {}

    private Framed frame(AuthenticatedContent content, byte[] context) throws MlsException {
        if (content.wireFormat() == MlsMessage.PUBLIC_MESSAGE) {
            var message = MessageProtection.publish(suite, epoch.secrets().membership(), content, context);
            return new Framed(message.encode(), new Group(epoch, ratchets));
        }
        var sealed =
                MessageProtection.seal(
                        suite, epoch.secrets().senderData(), ratchets.secretTree(), content, request.padding);
        if (sealed.generation() > Group.MAX_SKIPPED) { // where none of those before has come through
            throw new MlsException.TooFarAhead("others take no more commits of one member in one epoch");
        }
        PrivateMessage message = sealed.message();
        return new Framed(message.encode(), new Group(epoch, ratchets.with(sealed.after())));
    }

    private List<Item> collect(List<ProposalOrRef> proposals) throws MlsException {
        var items = new ArrayList<Item>();
        var own = new ArrayList<Proposal>();
        if (request.extensions != null) own.add(new Proposal.GroupContextExtensions(request.extensions));
        for (int leaf : request.removes) own.add(new Proposal.Remove(leaf));
        for (var keyPackage : request.adds) own.add(new Proposal.Add(keyPackage));
        for (var psk : request.psks) own.add(new Proposal.Psk(psk.id(suite)));
        link.ifPresent(id -> own.add(new Proposal.Psk(id)));
        if (request.reInit != null) own.add(request.reInit);
        for (var proposal : own) {
            proposals.add(new ProposalOrRef.ByValue(proposal));
            items.add(Item.of(proposal, epoch.self()));
        }
        for (var ref : request.references) {
            var cached =
                    ratchets.find(ref)
                            .orElseThrow(() ->
                                    new MlsException.MissingProposal("no proposal of this epoch has that reference"));
            proposals.add(new ProposalOrRef.ByReference(ref));
            items.add(new Item(cached.proposal(), cached.sender()));
        }
        return items;
    }

    private TreeKem.Made makePath(Outcome outcome) throws MlsException {
        var made =
                TreeKem.make(
                        suite,
                        outcome.tree(),
                        epoch.self(),
                        outcome::isNew,
                        (encryptionKey, parentHash) ->
                                OwnLeaf.changed(
                                                epoch.ownLeaf(),
                                                request.leaf,
                                                LeafNode.Source.COMMIT,
                                                encryptionKey,
                                                parentHash)
                                        .sign(
                                                suite,
                                                newSignaturePrivate().shared(),
                                                epoch.context().groupId(),
                                                epoch.self()),
                        tree -> NextEpoch.context(epoch.context(), tree, outcome.extensions()).encode());
        LeafRules.checkAlone(suite, made.path().leaf(), epoch.context().groupId(), epoch.self());
        return made;
    }

    private Bytes newSignaturePrivate() {
        return request.leaf.signatureKey().map(pair -> Bytes.of(pair.privateKey())).orElse(epoch.signaturePrivate());
    }

    private Bytes signaturePrivate(TreeKem.@Nullable Made made) {
        return made == null ? epoch.signaturePrivate() : newSignaturePrivate();
    }

    private PrivateKeys keys(TreeKem.@Nullable Made made) {
        var keys = epoch.keys();
        if (made != null) for (var key : made.keys().entrySet()) keys = keys.with(key.getKey(), key.getValue());
        return keys;
    }

    private PendingCommit pending(
            byte[] message,
            Group next,
            NextEpoch nextEpoch,
            Outcome outcome,
            TreeKem.@Nullable Made made,
            List<Psk> psks)
            throws MlsException {
        var updated = new ArrayList<>(outcome.updated());
        if (made != null) updated.add(new Updated(epoch.self(), epoch.ownLeaf(), made.path().leaf()));
        var changes = Credentials.changes(new Member(epoch.self(), epoch.ownLeaf()), outcome, updated, List.of());
        Optional<GroupInfo> groupInfo = Optional.empty();
        Optional<Welcome> welcome = Optional.empty();
        if (request.groupInfo || !outcome.added().isEmpty()) {
            var info =
                    next.makeGroupInfo(suite, request.treeInWelcome, request.externalPub, request.groupInfoExtensions);
            groupInfo = Optional.of(info);
            if (!outcome.added().isEmpty()) {
                welcome =
                        Optional.of(
                                WelcomeMaker.make(
                                        suite, info, nextEpoch.schedule(), outcome, made, psks, epoch.self()));
            }
        }
        return new PendingCommit(
                epoch.context().groupId(),
                epoch.secrets().authenticator(),
                Bytes.wrap(message),
                welcome,
                groupInfo,
                next,
                changes);
    }
}
