package parley.bench.mls;

import org.bouncycastle.mls.codec.MLSOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import parley.bench.mls.OwnMember.Founded;
import parley.mls.CommitRequest;
import parley.mls.Committing;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.PskLookup;
import parley.mls.Received;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What changes a group of 500: the first commit that adds all, joining by it, a commit of new keys, reading that. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 12)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls what sets them up
public class Groups500 {

    private static final int OTHERS = 499;

    private List<OwnKeyPackage> own;
    private Founded founded;
    private Group joined;
    private byte[] update;
    private List<BcMember> bc;
    private org.bouncycastle.mls.protocol.Group.GroupWithMessage bcFounded;
    private org.bouncycastle.mls.protocol.Group bcJoined;
    private byte[] bcUpdate;

    @Setup(Level.Trial)
    public void found() throws Exception {
        own = OwnMember.keyPackages(OTHERS);
        founded = OwnMember.group(OTHERS + 1);
        joined = founded.joined(OTHERS / 2);
        update = updated().pending().message();
        bc = BcMember.of(OTHERS);
        bcFounded = BcMember.commit(BcMember.alone(), bc);
        bcJoined = bc.get(OTHERS / 2).join(bcFounded.message);
    }

    /** bcmls reads a message of one state once: each time a commit of its own, not measured with it. */
    @Setup(Level.Iteration)
    public void update() throws Exception {
        bcJoined = bc.get(OTHERS / 2).join(bcFounded.message);
        bcUpdate = MLSOutputStream.encode(withoutWelcome(BcMember.commit(bcFounded.group, List.of())));
    }

    private static org.bouncycastle.mls.codec.MLSMessage withoutWelcome(
            org.bouncycastle.mls.protocol.Group.GroupWithMessage made) {
        made.message.welcome = null;
        return made.message;
    }

    private Committing updated() throws MlsException {
        return founded.founder().commit(OwnMember.SUITE, new CommitRequest(), PskLookup.none(), CredentialCheck.none());
    }

    @Benchmark
    public Committing ownAddAll() throws MlsException {
        return OwnMember.alone()
                .commit(OwnMember.SUITE, OwnMember.adding(own), PskLookup.none(), CredentialCheck.none());
    }

    @Benchmark
    public Object bcAddAll() throws Exception {
        return BcMember.commit(BcMember.alone(), bc);
    }

    /** All leaves' signatures verified; bcmls verifies none. */
    @Benchmark
    public Group ownJoin() throws MlsException {
        return founded.joined(OTHERS / 2);
    }

    @Benchmark
    public Object bcJoin() throws Exception {
        return bc.get(OTHERS / 2).join(bcFounded.message);
    }

    @Benchmark
    public Committing ownUpdate() throws MlsException {
        return updated();
    }

    @Benchmark
    public Object bcUpdate() throws Exception {
        return BcMember.commit(bcFounded.group, List.of());
    }

    @Benchmark
    public Received ownProcess() throws MlsException {
        return joined.receive(OwnMember.SUITE, update, PskLookup.none(), CredentialCheck.none());
    }

    @Benchmark
    public Object bcProcess() throws Exception {
        return bcJoined.handle(bcUpdate, null);
    }
}
