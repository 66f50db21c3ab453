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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a leaf says of its member: who it is, whether that holds, and how it is reached. Used from any thread. */
final class Members {

    /** More than a group's largest membership: a new epoch asks again about everybody. */
    private static final int KEPT = 16_384;

    private final PresentSuites suites;
    private final Chains chains;

    /** Those whose chains held, by the whole of their leaves. What fails is looked at again each time: it is rare. */
    private final Map<Leaf, Member> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Leaf, Member> eldest) {
                    return size() > KEPT;
                }
            };

    private record Leaf(int index, LeafNode node, int suite) {}

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
        var place = new Leaf(index, leaf, suite);
        synchronized (known) {
            var member = known.get(place);
            if (member != null) return member;
        }
        var member = judge(place);
        if (member.trusted()) {
            synchronized (known) {
                known.put(place, member);
            }
        }
        return member;
    }

    private Member judge(Leaf place) throws MalformedException, SuiteMissingException {
        var leaf = place.node;
        var suite = place.suite;
        var chain = chain(leaf);
        var data = data(leaf);
        // Unknown is not untrusted: what hangs on it waits for the bundle.
        int scheme = suites.scheme(suite).orElseThrow(() -> new SuiteMissingException(suite));
        var trusted = chains.verify(chain, scheme, Bytes.wrap(leaf.signatureKey()));
        return new Member(place.index, chain.account(), chain.device(), trusted, data);
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
