package parley.protocol.samples;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.content.IdentityChain;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;

/** Values that are the same whenever they are made: vectors are made of them. */
public final class Fixed {

    private Fixed() {}

    /** {@code count} bytes that count up from {@code first}. */
    public static Bytes bytes(int count, int first) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte) (first + i);
        return Bytes.wrap(bytes);
    }

    /** An Ed25519 key pair whose private key is 32 times one byte. */
    public record Signer(int seed, KeyPair pair) {

        public static Signer of(int seed) {
            try {
                var generator = KeyPairGenerator.getInstance("Ed25519");
                generator.initialize(255, new Constant((byte) seed));
                return new Signer(seed, generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public Bytes publicKey() {
            var encoded = pair.getPublic().getEncoded();
            return Bytes.wrap(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        }

        public Bytes sign(Bytes message) {
            try {
                var signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(message.shared());
                return Bytes.wrap(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public boolean verify(Bytes message, Bytes signed) {
            try {
                var signature = Signature.getInstance("Ed25519");
                signature.initVerify(pair.getPublic());
                signature.update(message.shared());
                return signature.verify(signed.shared());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    /** The one who gives the same key each time. */
    private static final class Constant extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final byte value;

        Constant(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }

    public static final Signer ACCOUNT_SIGNER = Signer.of(1);
    public static final Signer DEVICE_SIGNER = Signer.of(2);
    public static final Signer RELAY_SIGNER = Signer.of(3);
    public static final Signer FOLLOWER_SIGNER = Signer.of(4);
    public static final Signer LEAF_SIGNER = Signer.of(5);

    public static final AccountKey ACCOUNT = new AccountKey(ACCOUNT_SIGNER.publicKey());
    public static final AccountKey OTHER_ACCOUNT = new AccountKey(Signer.of(6).publicKey());
    public static final DeviceKey DEVICE = new DeviceKey(DEVICE_SIGNER.publicKey());
    public static final DeviceKey OTHER_DEVICE = new DeviceKey(Signer.of(7).publicKey());
    public static final RelayKey RELAY = new RelayKey(RELAY_SIGNER.publicKey());
    public static final FollowerKey FOLLOWER = new FollowerKey(FOLLOWER_SIGNER.publicKey());
    public static final FollowerKey OTHER_FOLLOWER = new FollowerKey(Signer.of(8).publicKey());
    public static final LogId LOG = new LogId(bytes(16, 0x10));
    public static final BlobId BLOB = new BlobId(bytes(16, 0x20));
    public static final MessageId MESSAGE = new MessageId(bytes(16, 0x30));
    public static final ConversationId CONVERSATION = ConversationId.direct(ACCOUNT, OTHER_ACCOUNT);
    public static final Token TOKEN = new Token(bytes(32, 0x40));
    public static final Token OTHER_TOKEN = new Token(bytes(32, 0x60));
    public static final Hash HASH = new Hash(bytes(32, 0x80));
    public static final Hash OTHER_HASH = new Hash(bytes(32, 0xA0));
    public static final Address ADDRESS = new Address("alice", "relay.example");
    public static final Bytes INBOX_KEY = bytes(32, 0xC0);
    public static final Bytes CLIENT_NONCE = bytes(32, 0);
    public static final Bytes RELAY_NONCE = bytes(32, 0xE0);

    public static final Transcript TRANSCRIPT = new Transcript(CLIENT_NONCE, RELAY_NONCE, RELAY, HASH.bytes());
    public static final Transcript BLIND = new Transcript(CLIENT_NONCE, RELAY_NONCE, RELAY, Bytes.EMPTY);

    public static final DeviceList DEVICES = devices(1, List.of(DEVICE, OTHER_DEVICE));

    public static final IdentityChain CHAIN =
            new IdentityChain(
                    ACCOUNT,
                    DEVICE,
                    ACCOUNT_SIGNER.sign(IdentityChain.deviceSigned(ACCOUNT, DEVICE)),
                    DEVICE_SIGNER.sign(IdentityChain.leafSigned(ACCOUNT, DEVICE, 0x0807, LEAF_SIGNER.publicKey())));

    public static DeviceList devices(long version, List<DeviceKey> devices) {
        var signed = DeviceList.signed(ACCOUNT, version, devices, 3, INBOX_KEY);
        return new DeviceList(ACCOUNT, version, devices, 3, INBOX_KEY, ACCOUNT_SIGNER.sign(signed));
    }
}
