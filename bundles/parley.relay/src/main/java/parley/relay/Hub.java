package parley.relay;

import parley.protocol.AccountKey;
import parley.protocol.DeviceList;
import parley.protocol.LogId;
import parley.relay.api.BlobStore;
import parley.relay.api.Directory;
import parley.relay.api.LogStore;
import parley.relay.api.Relay;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all links of one running relay share.
 *
 * @param settings how it was started
 * @param name its part of an address
 * @param threads starts a virtual thread for each task; closed before the stores are
 * @param clock one thread, for what is due at a time
 * @param links how many links each account has
 * @param unanswered the bytes of all frames that are not answered yet
 */
record Hub(
        Relay.Settings settings,
        String name,
        RelayIdentity identity,
        Signatures signatures,
        LogStore logs,
        Directory directory,
        BlobStore blobs,
        FanOut fanOut,
        Allowances allowances,
        StrangerSlots strangers,
        ExecutorService threads,
        ScheduledExecutorService clock,
        Set<ClientLink> clientLinks,
        ConcurrentHashMap<AccountKey, Integer> links,
        AtomicLong unanswered,
        Patience patience) {

    /**
     * What the relay puts up with before a sign-in, and per account.
     *
     * @param signIn from the link's first moment to the end of the sign-in
     * @param frames the most frames until then
     * @param linksPerAccount the most links of one account at once
     * @param subscriptions the most logs that one link reads
     * @param unansweredBytes above so many in all links together, each link has one frame at a time
     */
    record Patience(Duration signIn, int frames, int linksPerAccount, int subscriptions, long unansweredBytes) {}

    /** An account has another list of devices: those that are not in it are served nothing more. */
    void devicesChanged(DeviceList devices) {
        fanOut.post(new FanOutEvent.Recheck(LogId.inboxOf(devices.account())));
        for (var client : clientLinks) client.devicesChanged(devices);
    }
}
