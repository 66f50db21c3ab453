package parley.mls;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** What stays of the key schedule for the length of an epoch (RFC 9420 §8). Names no secret in {@link #toString}. */
record EpochSecrets(
        Bytes senderData,
        Bytes exporter,
        Bytes external,
        Bytes confirmation,
        Bytes membership,
        Bytes resumption,
        Bytes authenticator,
        Bytes init) {

    /** What a commit or Welcome leads to: the joiner secret for newcomers, and the epoch's secrets. */
    record Schedule(Bytes joiner, Bytes welcome, Bytes encryption, EpochSecrets secrets) {
        @Override
        public String toString() {
            return "Schedule";
        }
    }

    /** From the previous epoch's init secret, a commit secret and a PSK secret. */
    static Schedule next(Labeled suite, byte[] init, byte[] commitSecret, byte[] pskSecret, byte[] context) {
        var joiner = suite.expand(suite.extract(init, commitSecret), "joiner", context, suite.nh());
        return fromJoiner(suite, joiner, pskSecret, context);
    }

    static byte[] welcomeSecret(Labeled suite, byte[] joiner, byte[] pskSecret) {
        return suite.deriveSecret(suite.extract(joiner, pskSecret), "welcome");
    }

    static Schedule fromJoiner(Labeled suite, byte[] joiner, byte[] pskSecret, byte[] context) {
        var epoch = suite.expand(suite.extract(joiner, pskSecret), "epoch", context, suite.nh());
        return fromEpochSecret(suite, joiner, welcomeSecret(suite, joiner, pskSecret), epoch);
    }

    /** A new group begins with a random epoch secret (RFC 9420 §11). */
    static Schedule first(Labeled suite) {
        return fromEpochSecret(suite, new byte[0], new byte[0], suite.randomSecret());
    }

    private static Schedule fromEpochSecret(Labeled suite, byte[] joiner, byte[] welcome, byte[] epoch) {
        return new Schedule(
                Bytes.wrap(joiner),
                Bytes.wrap(welcome),
                derive(suite, epoch, "encryption"),
                new EpochSecrets(
                        derive(suite, epoch, "sender data"),
                        derive(suite, epoch, "exporter"),
                        derive(suite, epoch, "external"),
                        derive(suite, epoch, "confirm"),
                        derive(suite, epoch, "membership"),
                        derive(suite, epoch, "resumption"),
                        derive(suite, epoch, "authentication"),
                        derive(suite, epoch, "init")));
    }

    private static Bytes derive(Labeled suite, byte[] secret, String label) {
        return Bytes.wrap(suite.deriveSecret(secret, label));
    }

    /** A pre-shared key and what it is called. */
    record Psk(PskId id, Bytes secret) {
        @Override
        public String toString() {
            return "Psk";
        }
    }

    /** {@code psk_secret} (RFC 9420 §8.4). */
    static byte[] pskSecret(Labeled suite, List<Psk> psks) {
        var secret = suite.zero();
        for (int i = 0; i < psks.size(); i++) {
            var psk = psks.get(i);
            var label = new WireWriter(128);
            psk.id().write(label);
            var extracted = suite.extract(suite.zero(), psk.secret().shared());
            var input = suite.expand(extracted, "derived psk", label.u16(i).u16(psks.size()).toArray(), suite.nh());
            secret = suite.extract(input, secret);
        }
        return secret;
    }

    /** {@code MLS-Exporter} (RFC 9420 §8.5). */
    static byte[] export(Labeled suite, Bytes exporter, String label, byte[] context, int length) {
        return suite.expand(suite.deriveSecret(exporter.shared(), label), "exported", suite.hash(context), length);
    }

    /** The key pair for external joins (RFC 9420 §8). */
    CipherSuite.KeyPair externalKeyPair(Labeled suite) {
        return suite.suite().kemDeriveKeyPair(external.shared());
    }

    static EpochSecrets load(WireReader in) throws MalformedException {
        return new EpochSecrets(
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes(),
                in.opaqueBytes());
    }

    void store(WireWriter out) {
        out.opaque(senderData)
                .opaque(exporter)
                .opaque(external)
                .opaque(confirmation)
                .opaque(membership)
                .opaque(resumption)
                .opaque(authenticator)
                .opaque(init);
    }

    @Override
    public String toString() {
        return "EpochSecrets";
    }
}
