package parley.relay;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.wire.Bytes;

import java.util.List;

/** Alice, Bob or Mallory: an account with one device, and the key pairs behind it. */
final class Person {

    static final CipherSuite SUITE = new Mls128X25519();

    /** An Ed25519 pair. */
    static final class Pair {
        private final byte[] secret;
        final Bytes key;

        Pair() {
            var pair = SUITE.signatureKeyPair();
            secret = pair.privateKey();
            key = Bytes.wrap(pair.publicKey());
        }

        Bytes sign(Bytes message) {
            return Bytes.wrap(SUITE.sign(secret, message.shared()));
        }

        FollowerKey follower() {
            return new FollowerKey(key);
        }
    }

    final String name;
    final Pair account = new Pair();
    final Pair device = new Pair();

    Person(String name) {
        this.name = name;
    }

    AccountKey accountKey() {
        return new AccountKey(account.key);
    }

    DeviceKey deviceKey() {
        return new DeviceKey(device.key);
    }

    LogId inbox() {
        return LogId.inboxOf(accountKey());
    }

    DeviceList devices() {
        return devices(1, List.of(deviceKey()));
    }

    DeviceList devices(long version, List<DeviceKey> devices) {
        var inboxKey = Bytes.wrap(new byte[DeviceList.INBOX_KEY]);
        var signature = account.sign(DeviceList.signed(accountKey(), version, devices, 1, inboxKey));
        return new DeviceList(accountKey(), version, devices, 1, inboxKey, signature);
    }
}
