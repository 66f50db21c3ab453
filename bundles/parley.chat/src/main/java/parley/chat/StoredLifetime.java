package parley.chat;

import parley.client.api.ConversationSettings.Lifetime;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;

/**
 * How long messages last in a conversation; all in seconds, 0 for ever. In a group all are what its policy says.
 *
 * @param asked what we have said last, which may wait in the outbox
 * @param own what we have said last in the log, since a device last came in
 * @param theirs what the other has said last in the log, since then
 * @param now what is in force for what is said behind it
 * @param again whether we are to say {@code asked} anew: a device has come in
 */
record StoredLifetime(long asked, long own, long theirs, long now, boolean again) {

    static final StoredLifetime NONE = new StoredLifetime(0, 0, 0, 0, false);

    private static final int VERSION = 1;

    StoredLifetime asking(long seconds) {
        return new StoredLifetime(seconds, own, theirs, now, false);
    }

    StoredLifetime saidAgain() {
        return new StoredLifetime(asked, own, theirs, now, false);
    }

    /** A device has come into a conversation of two, which may not have heard what was said before: nothing is. */
    StoredLifetime anew() {
        return new StoredLifetime(asked, 0, 0, 0, asked > 0);
    }

    /** An admin has set it. */
    static StoredLifetime governed(long seconds) {
        return new StoredLifetime(seconds, seconds, seconds, seconds, false);
    }

    /** One of two has said a word. */
    StoredLifetime heard(boolean ours, long seconds) {
        var one = ours ? seconds : own;
        var other = ours ? theirs : seconds;
        return new StoredLifetime(asked, one, other, both(one, other), again);
    }

    /** The longer of two words, for ever being the longest: nothing goes sooner than both want. */
    private static long both(long one, long other) {
        return one == 0 || other == 0 ? 0 : Math.max(one, other);
    }

    Lifetime toLifetime() {
        return new Lifetime(Duration.ofSeconds(now), Duration.ofSeconds(asked), Duration.ofSeconds(theirs));
    }

    Bytes encode() {
        return new WireWriter().u8(VERSION).u32(asked).u32(own).u32(theirs).u32(now).bool(again).toBytes();
    }

    static StoredLifetime decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("lifetime record of an unknown version");
                    return new StoredLifetime(in.u32(), in.u32(), in.u32(), in.u32(), in.bool());
                });
    }
}
