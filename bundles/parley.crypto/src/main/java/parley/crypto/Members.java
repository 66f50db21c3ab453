package parley.crypto;

import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.SuiteMissingException;
import parley.mls.Credential;
import parley.mls.Extension;
import parley.mls.LeafNode;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.ArrayList;
import java.util.List;

/** What a leaf says of its member: who it is, whether that holds, and how it is reached. */
final class Members {

    private final PresentSuites suites;
    private final Chains chains;

    Members(PresentSuites suites, Chains chains) {
        this.suites = suites;
        this.chains = chains;
    }

    /**
     * Reads a leaf of a group.
     *
     * @param suite the group's
     * @throws MalformedException if it lacks an identity chain or leaf data: every reader finds the same
     */
    Member read(parley.mls.Member member, int suite) throws MalformedException, SuiteMissingException {
        return read(member.leaf(), member.node(), suite);
    }

    List<Member> read(List<parley.mls.Member> members, int suite) throws MalformedException, SuiteMissingException {
        var read = new ArrayList<Member>(members.size());
        for (var member : members) read.add(read(member, suite));
        return read;
    }

    Member read(int index, LeafNode leaf, int suite) throws MalformedException, SuiteMissingException {
        var chain = chain(leaf);
        var data = data(leaf);
        var scheme = suites.scheme(suite);
        var trusted = scheme.isPresent() && chains.verify(chain, scheme.get(), Bytes.wrap(leaf.signatureKey()));
        return new Member(index, chain.account(), chain.device(), trusted, data);
    }

    /** The member without a judgement of its chain. */
    static Member unjudged(parley.mls.Member member) throws MalformedException {
        var chain = chain(member.node());
        return new Member(member.leaf(), chain.account(), chain.device(), false, data(member.node()));
    }

    private static IdentityChain chain(LeafNode leaf) throws MalformedException {
        var credential = leaf.credential();
        if (credential.type() != Credential.BASIC) throw new MalformedException("leaf has no basic credential");
        return IdentityChain.decode(Bytes.wrap(credential.identity()));
    }

    private static LeafData data(LeafNode leaf) throws MalformedException {
        var data = Extension.find(leaf.extensions(), LeafData.EXTENSION);
        if (data.isEmpty()) throw new MalformedException("leaf has no leaf data");
        return LeafData.decode(Bytes.wrap(data.get()));
    }
}
