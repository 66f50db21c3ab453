package parley.bench;

import parley.bench.mls.ClientCrypto;
import parley.client.api.crypto.Identities.Follower;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.Address;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.GroupLink;
import parley.protocol.Token;
import parley.protocol.content.LeafData;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.api.Transport;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A member that is played: an account, an identity chain and a KeyPackage like any client's, a link of its own that
 * follows the group's log and counts what comes. It reads nothing.
 */
final class Played implements Device.Keys, Device.Ears {

    private final ClientCrypto crypto;
    private final Bytes identity;
    private final Follower follower;
    private final Token deliver = Token.random();
    private final Device device;
    private Address address = new Address("nobody", "nowhere");

    /** When each entry came, by {@link System#nanoTime}, and where it stands. Written on the link's event loop. */
    private long[] times = new long[64];

    private long[] positions = new long[64];
    private volatile int count;

    Played(ClientCrypto crypto) throws SuiteMissingException {
        this.crypto = crypto;
        this.identity = crypto.identities().create();
        this.follower = crypto.identities().newFollower();
        this.device = new Device(this);
    }

    Device device() {
        return device;
    }

    /** Signs up, and lets Welcomes come. Blocks. */
    void signUp(Transport transport, Endpoint endpoint, Token invite, String name) throws IOException {
        address = new Address(name, device.signUp(transport, endpoint, invite, name));
        device.ask(n -> new Frame.Grant(n, deliver.hash(), Right.DELIVER, 0, 0));
        device.hear(this);
    }

    /** Asks to join, as a client does that was given the link. Blocks. */
    void ask(GroupLink link) throws SuiteMissingException {
        var devices = list();
        var leaf =
                new LeafData(
                        follower.key(), address, devices.inboxKeyNumber(), devices.inboxKey(), deliver, Token.random());
        var keyPackage =
                crypto.groups()
                        .newKeyPackage(identity, crypto.suite(), leaf, Instant.now(), Duration.ofDays(30), false);
        var sealed =
                crypto.identities()
                        .sealJoinRequest(
                                identity, address, List.of(keyPackage.keyPackage()), link.log(), link.secret());
        device.ask(n -> new Frame.RequestJoin(n, link.log(), link.token(), sealed));
    }

    // ---- What comes ----

    @Override
    public void entry(Entry entry) {
        var at = count;
        if (at == times.length) {
            times = Arrays.copyOf(times, 2 * at);
            positions = Arrays.copyOf(positions, 2 * at);
        }
        times[at] = System.nanoTime();
        positions[at] = entry.position();
        count = at + 1;
    }

    @Override
    public void accepted(long number) {}

    /** How many entries have come. */
    int count() {
        return count;
    }

    /** When entry {@code index} came. */
    long time(int index) {
        return index < count ? times[index] : Long.MAX_VALUE;
    }

    long position(int index) {
        return index < count ? positions[index] : Long.MAX_VALUE;
    }

    // ---- What it is ----

    @Override
    public DeviceList list() {
        return crypto.identities().view(identity).devices();
    }

    @Override
    public Bytes signAsDevice(Bytes message) {
        try {
            return crypto.identities().signAsDevice(identity, message);
        } catch (SuiteMissingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public FollowerKey follower() {
        return follower.key();
    }

    @Override
    public Bytes signAsFollower(Bytes message) {
        try {
            return crypto.identities().signAsFollower(follower.privateKey(), message);
        } catch (SuiteMissingException e) {
            throw new IllegalStateException(e);
        }
    }
}
