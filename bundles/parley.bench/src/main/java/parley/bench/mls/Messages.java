package parley.bench.mls;

import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
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

import parley.cipher.api.CipherSuite;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.Padding;
import parley.mls.PskLookup;
import parley.mls.Received;

import java.util.concurrent.TimeUnit;

/**
 * 200 bytes sealed and opened in a group of two. Each invocation does {@link #BATCH} of them, since bcmls changes its
 * state and so cannot open one message again and again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls what sets them up
public class Messages {

    static final int BATCH = 500;
    private static final byte[] DATA = new byte[200];
    private static final byte[] NONE = {};

    private final byte[][] sealed = new byte[BATCH][];

    private Group alice;
    private Group bob;
    private org.bouncycastle.mls.protocol.Group bcAlice;
    private org.bouncycastle.mls.protocol.Group bcBob;
    private CipherSuite.KeyPair key;
    private byte[] signature;

    /** Groups as they are before anything is said. */
    @Setup(Level.Trial)
    public void found() throws Exception {
        var own = OwnMember.group(2);
        alice = own.founder();
        bob = own.joined(0);
        var other = BcMember.of("bob");
        var made = BcMember.commit(BcMember.alone(), java.util.List.of(other));
        bcAlice = made.group;
        bcBob = other.join(made.message);
        key = OwnMember.SUITE.signatureKeyPair();
        signature = OwnMember.SUITE.sign(key.privateKey(), new byte[400]);
    }

    /** What the next invocation opens, by both. */
    @Setup(Level.Iteration)
    public void say() throws Exception {
        for (int i = 0; i < BATCH; i++) ownMessages[i] = sayOwn();
        for (int i = 0; i < BATCH; i++) sealed[i] = sayBc();
    }

    private final byte[][] ownMessages = new byte[BATCH][];

    private byte[] sayOwn() {
        var sent = alice.protect(OwnMember.SUITE, DATA, NONE, Padding.none());
        alice = sent.group();
        return sent.message();
    }

    private byte[] sayBc() throws Exception {
        return MLSOutputStream.encode(bcAlice.protect(NONE, DATA, 0));
    }

    @Benchmark
    public void ownProtect() {
        for (int i = 0; i < BATCH; i++) ownMessages[i] = sayOwn();
    }

    @Benchmark
    public void bcProtect() throws Exception {
        for (int i = 0; i < BATCH; i++) sealed[i] = sayBc();
    }

    @Benchmark
    public void ownUnprotect() throws MlsException {
        for (var message : ownMessages) {
            var received = bob.receive(OwnMember.SUITE, message, PskLookup.none(), CredentialCheck.none());
            bob = ((Received.Application) received).group();
        }
    }

    @Benchmark
    public void bcUnprotect() throws Exception {
        for (var message : sealed) bcBob.unprotect((MLSMessage) MLSInputStream.decode(message, MLSMessage.class));
    }

    /** What of the above is Ed25519. */
    @Benchmark
    public byte[] sign() {
        var last = NONE;
        for (int i = 0; i < BATCH; i++) last = OwnMember.SUITE.sign(key.privateKey(), new byte[400]);
        return last;
    }

    @Benchmark
    public boolean verify() {
        var all = true;
        for (int i = 0; i < BATCH; i++) all &= OwnMember.SUITE.verify(key.publicKey(), new byte[400], signature);
        return all;
    }
}
