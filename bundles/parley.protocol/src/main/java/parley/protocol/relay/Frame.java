package parley.protocol.relay;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.util.List;
import java.util.Optional;

/**
 * What a client and its relay say to one another, one frame to a WebSocket message (docs/protocol.md, Frames).
 *
 * <p>The records below are the whole of it: a new frame is a new record here, a new number in {@link FrameCodec} and a
 * new subsection there. Limits are stated here and nowhere else; a frame beyond them cannot exist.
 *
 * <p>A {@link Request} carries a number that its client chose; exactly one {@link Answer} carries it back. Appends are
 * answered by (log, follower, number) instead, so that a repeated append needs no memory of the first.
 */
public sealed interface Frame {

    /** Bytes of a nonce. */
    int NONCE = 32;

    /** Bytes of an Ed25519 signature. */
    int SIGNATURE = 64;

    /** The largest frame, in bytes, after sign-in. */
    int MAX_FRAME = 4 << 20;

    /** The largest frame, in bytes, before sign-in. */
    int MAX_FRAME_BEFORE_SIGN_IN = 16 * 1024;

    /** The most capabilities that a hello names. */
    int MAX_CAPABILITIES = 64;

    /** The capability of a relay that takes {@link Recover}. */
    String RECOVER = "recover";

    /** The capability of a relay that takes {@link Commit#anybodyAdds}. */
    String ANYBODY_ADDS = "anybody-adds";

    /** The most suites that a frame names. */
    int MAX_SUITES = 64;

    /** A frame from the client that wants one {@link Answer}. */
    sealed interface Request extends Frame {
        /** u32, chosen by the client, not in use by another request of this link. */
        long request();
    }

    /** The answer to the {@link Request} of the same number. */
    sealed interface Answer extends Frame {
        long request();
    }

    // ---- Hello ----

    /** The client's first frame. */
    record ClientHello(List<String> capabilities, Bytes nonce) implements Frame {
        public ClientHello {
            capabilities = bounded(capabilities);
            length(nonce, NONCE, "nonce");
        }
    }

    /**
     * The relay proves its key.
     *
     * @param certificateHash SHA-256 of the TLS certificate it serves; empty behind a proxy or without TLS
     * @param name its part of an address
     * @param openRegistration whether an account needs no invite
     * @param signature by the relay key over {@link Transcript#hello}
     */
    record RelayHello(
            List<String> capabilities,
            Bytes nonce,
            RelayKey key,
            Bytes certificateHash,
            String name,
            boolean openRegistration,
            Bytes signature)
            implements Frame {
        public RelayHello {
            capabilities = bounded(capabilities);
            length(nonce, NONCE, "nonce");
            if (!certificateHash.isEmpty()) length(certificateHash, Hash.LENGTH, "certificate hash");
            Limits.within(name.length(), 255, "characters of relay name");
            length(signature, SIGNATURE, "signature");
        }
    }

    /**
     * Makes an account. The same again is answered the same.
     *
     * @param invite a token with the right to sign up; absent where registration is open
     * @param signature by the first device of the list over {@link Transcript#signUp}
     */
    record SignUp(long request, Optional<Token> invite, String name, DeviceList devices, Bytes signature)
            implements Request {
        public SignUp {
            u32(request);
            Limits.within(name.length(), 32, "characters of name");
            if (devices.devices().isEmpty()) throw new IllegalArgumentException("device list without a device");
            length(signature, SIGNATURE, "signature");
        }
    }

    /** Signs a device of an account in. {@code signature} is the device key's over {@link Transcript#signIn}. */
    record SignIn(long request, AccountKey account, DeviceKey device, Bytes signature) implements Request {
        public SignIn {
            u32(request);
            length(signature, SIGNATURE, "signature");
        }
    }

    /**
     * Puts a device list in place of the one that is here, and signs its first device in: for a device that has the
     * account key, from a backup, and stands in no list yet. Answered by {@link Person}, with the list that is here,
     * where this one is not newer. Only for a relay that names {@link #RECOVER} in its hello.
     *
     * @param signature by the first device of the list over {@link Transcript#recover}
     */
    record Recover(long request, DeviceList devices, Bytes signature) implements Request {
        public Recover {
            u32(request);
            if (devices.devices().isEmpty()) throw new IllegalArgumentException("device list without a device");
            length(signature, SIGNATURE, "signature");
        }
    }

    /** Who has signed in. */
    record SignedIn(long request, String name) implements Answer {
        public SignedIn {
            u32(request);
            Limits.within(name.length(), 32, "characters of name");
        }
    }

    // ---- Answers ----

    record Done(long request) implements Answer {
        public Done {
            u32(request);
        }
    }

    /** {@code text} is a sentence for a person, with cause and next step. */
    record Refused(long request, Problem problem, String text) implements Answer {
        public Refused {
            u32(request);
            Limits.within(text.length(), 500, "characters of reason");
        }
    }

    /** Says why the relay is about to close the link. */
    record Goodbye(Problem problem, String text) implements Frame {
        public Goodbye {
            Limits.within(text.length(), 500, "characters of reason");
        }
    }

    // ---- Directory ----

    /** Asks for the account that has {@code name} here. */
    record Lookup(long request, String name) implements Request {
        public Lookup {
            u32(request);
            Limits.within(name.length(), 32, "characters of name");
        }
    }

    /** Asks for the newest device list of an account known by its key. */
    record LookupAccount(long request, AccountKey account) implements Request {
        public LookupAccount {
            u32(request);
        }
    }

    record Person(long request, String name, DeviceList devices) implements Answer {
        public Person {
            u32(request);
            Limits.within(name.length(), 32, "characters of name");
        }
    }

    /** Replaces this account's device list by a newer one. */
    record PublishDevices(long request, DeviceList devices) implements Request {
        public PublishDevices {
            u32(request);
        }
    }

    /** Adds KeyPackages of this device; one of last resort replaces the earlier one of its suite. */
    record PublishKeyPackages(long request, List<StoredKeyPackage> keyPackages) implements Request {
        public static final int MAX_KEY_PACKAGES = 200;

        public PublishKeyPackages {
            u32(request);
            keyPackages = List.copyOf(keyPackages);
            Limits.within(keyPackages.size(), MAX_KEY_PACKAGES, "KeyPackages");
        }
    }

    /** Asks how many KeyPackages of this device are left, those of last resort not counted. */
    record CountKeyPackages(long request) implements Request {
        public CountKeyPackages {
            u32(request);
        }
    }

    record KeyPackageCounts(long request, List<SuiteCount> counts) implements Answer {
        public KeyPackageCounts {
            u32(request);
            counts = List.copyOf(counts);
            Limits.within(counts.size(), MAX_SUITES, "suites");
        }
    }

    /** Takes one KeyPackage of each of an account's devices for the first of {@code suites} that the device has. */
    record TakeKeyPackages(long request, AccountKey account, Token token, List<Integer> suites) implements Request {
        public TakeKeyPackages {
            u32(request);
            suites = List.copyOf(suites);
            Limits.within(suites.size(), MAX_SUITES, "suites");
        }
    }

    record KeyPackages(long request, List<StoredKeyPackage> keyPackages) implements Answer {
        public KeyPackages {
            u32(request);
            keyPackages = List.copyOf(keyPackages);
            Limits.within(keyPackages.size(), PublishKeyPackages.MAX_KEY_PACKAGES, "KeyPackages");
        }
    }

    /**
     * Lets whoever shows the token do one thing with what is this account's.
     *
     * @param uses how often; 0 for any number
     * @param seconds for how long from now; 0 for good
     */
    record Grant(long request, Hash token, Right right, long uses, long seconds) implements Request {
        public Grant {
            u32(request);
            Limits.within(uses, 0xFFFF_FFFFL, "uses");
            Limits.within(seconds, 0xFFFF_FFFFL, "seconds");
        }
    }

    record Revoke(long request, Hash token) implements Request {
        public Revoke {
            u32(request);
        }
    }

    /**
     * Puts a letter into an account's inbox: with a token, or without into the one slot that the sender has as a
     * stranger (a second letter replaces nothing: it is refused with {@link Problem#TOO_MUCH} until the first was
     * read).
     */
    record Deliver(long request, AccountKey to, Optional<Token> token, Bytes sealed) implements Request {
        public Deliver {
            u32(request);
            Limits.within(sealed.length(), InboxItem.MAX_SEALED, "bytes of letter");
        }
    }

    // ---- Logs ----

    /** Opens a log with its first follower, an admin. The same again by the same follower is answered the same. */
    record OpenLog(long request, LogId log, FollowerKey creator) implements Request {
        public OpenLog {
            u32(request);
        }
    }

    /**
     * Reads on behind {@code after}; what comes later follows as it comes. For an inbox the follower is the device key.
     *
     * @param after the position of the last entry this device has; 0 for none
     * @param proof by the follower key over {@link Transcript#follow}: proves the key for this link, appends included
     */
    record Follow(long request, LogId log, FollowerKey follower, long after, Bytes proof) implements Request {
        public Follow {
            u32(request);
            Limits.within(after, Long.MAX_VALUE, "as a position");
            length(proof, SIGNATURE, "proof");
        }
    }

    /**
     * What the hub knows of the log and of the follower.
     *
     * @param head the position of the newest entry; 0 for an empty log
     * @param lastCommit the position of the last commit-slot entry; 0 for none
     * @param lastNumber the follower's last append
     */
    record Following(long request, long head, long lastCommit, long lastNumber) implements Answer {
        public Following {
            Limits.within(head, Long.MAX_VALUE, "as a position");
            Limits.within(lastCommit, Long.MAX_VALUE, "as a position");
            Limits.within(lastNumber, Long.MAX_VALUE, "as an append's number");
            u32(request);
        }
    }

    /** The next items of a log, in order, without gaps. */
    record Items(LogId log, List<LogItem> items) implements Frame {
        /** The most items in one frame. */
        public static final int MAX_ITEMS = 4096;

        public Items {
            items = List.copyOf(items);
            Limits.within(items.size(), MAX_ITEMS, "items");
        }
    }

    /** Says how far this follower has read: a hint for retention, sent now and then. */
    record Reached(LogId log, FollowerKey follower, long position) implements Frame {
        public Reached {
            Limits.within(position, Long.MAX_VALUE, "as a position");
        }
    }

    /** Appends an entry; see {@link Entry} for the fields. Answered by {@link Accepted} or {@link AppendRefused}. */
    record Append(LogId log, FollowerKey follower, long number, long base, boolean detached, Bytes body)
            implements Frame {
        public Append {
            Limits.within(number, Long.MAX_VALUE, "as an append's number");
            Limits.within(base, Long.MAX_VALUE, "as a base");
            Limits.within(body.length(), Entry.MAX_BODY, "bytes of entry");
            if (detached) length(body, Hash.LENGTH, "detached entry");
        }
    }

    /** The append is on disk; its position stands in the log. */
    record Accepted(LogId log, FollowerKey follower, long number) implements Frame {
        public Accepted {
            Limits.within(number, Long.MAX_VALUE, "as an append's number");
        }
    }

    /** {@code expected} is the number that the hub would take next; 0 if the problem is another. */
    record AppendRefused(LogId log, FollowerKey follower, long number, Problem problem, long expected, String text)
            implements Frame {
        public AppendRefused {
            Limits.within(number, Long.MAX_VALUE, "as an append's number");
            Limits.within(expected, Long.MAX_VALUE, "as an append's number");
            Limits.within(text.length(), 500, "characters of reason");
        }
    }

    /**
     * Fills the commit slot behind {@code base}, all or nothing. Answered by {@link Done}, {@link Conflict} or {@link
     * Refused}; the same commit again, recognised by the hub by author and SHA-256 of the body, by {@link Done}.
     */
    record Commit(
            long request,
            LogId log,
            FollowerKey follower,
            long base,
            CommitBody body,
            List<Welcome> welcomes,
            Parts parts)
            implements Request {
        public static final int MAX_WELCOMES = 8192;

        /** The most bytes of parts. */
        public static final int MAX_PARTS = 1024;

        public Commit {
            u32(request);
            welcomes = List.copyOf(welcomes);
            Limits.within(base, Long.MAX_VALUE, "as a base");
            Limits.within(welcomes.size(), MAX_WELCOMES, "welcomes");
            Limits.within(parts.length(), MAX_PARTS, "bytes of parts");
            CommitParts.anybodyAdds(parts);
        }

        /** Without parts. */
        public Commit(
                long request, LogId log, FollowerKey follower, long base, CommitBody body, List<Welcome> welcomes) {
            this(request, log, follower, base, body, welcomes, Parts.NONE);
        }

        /**
         * @param anybodyAdds whether followers that are no admins may add others from now on; empty if it stays so
         */
        public Commit(
                long request,
                LogId log,
                FollowerKey follower,
                long base,
                CommitBody body,
                List<Welcome> welcomes,
                Optional<Boolean> anybodyAdds) {
            this(request, log, follower, base, body, welcomes, CommitParts.of(anybodyAdds));
        }

        /** What an admin says of whether followers that are no admins may add others; empty if nothing. */
        public Optional<Boolean> anybodyAdds() {
            return CommitParts.anybodyAdds(parts);
        }
    }

    /** The slot behind the commit's base is filled; {@code lastCommit} is the last one now. */
    record Conflict(long request, long lastCommit) implements Answer {
        public Conflict {
            Limits.within(lastCommit, Long.MAX_VALUE, "as a position");
            u32(request);
        }
    }

    /** The log's entries up to {@code tail} are gone, and with them the one that this device needs next. */
    record Gone(long request, long tail) implements Answer {
        public Gone {
            Limits.within(tail, Long.MAX_VALUE, "as a position");
            u32(request);
        }
    }

    /**
     * Something said and forgotten (docs/protocol.md, Signals): fanned out to connected followers, never stored. From
     * the relay, {@code follower} is who sent it, proved on that link.
     */
    record Signal(LogId log, FollowerKey follower, long generation, long epoch, long leaf, long counter, Bytes sealed)
            implements Frame {
        public static final int MAX_SEALED = 1024;

        public Signal {
            u32(generation);
            u32(leaf);
            Limits.within(epoch, Long.MAX_VALUE, "as an epoch");
            Limits.within(counter, Long.MAX_VALUE, "as a counter");
            Limits.within(sealed.length(), MAX_SEALED, "bytes of signal");
        }
    }

    /**
     * Sets the log's group link, in place of the one before, or ends it. Only an admin may.
     *
     * @param follower proved on this link
     * @param token SHA-256 of the token that {@link RequestJoin} shows; absent for no link
     */
    record SetLink(long request, LogId log, FollowerKey follower, Optional<Hash> token) implements Request {
        public SetLink {
            u32(request);
        }
    }

    /**
     * Asks the members of a log to add this account: becomes an entry ({@link Entry.Kind#REQUEST}) that they read. The
     * same again is answered the same.
     *
     * @param token of the log's group link
     * @param sealed the body of the entry, which only members can open
     */
    record RequestJoin(long request, LogId log, Token token, Bytes sealed) implements Request {
        public static final int MAX_SEALED = 64 * 1024;

        public RequestJoin {
            u32(request);
            Limits.within(sealed.length(), MAX_SEALED, "bytes of join request");
        }
    }

    // ---- Blobs (their bytes go over HTTP) ----

    /**
     * Reserves room for a blob of {@code size} bytes, charged to this account. The same again is answered the same.
     *
     * @param write the hash of the token that PUT shows
     * @param read the hash of the token that GET shows
     */
    record ReserveBlob(long request, BlobId blob, long size, Hash write, Hash read) implements Request {
        public ReserveBlob {
            u32(request);
            Limits.within(size, Long.MAX_VALUE, "bytes of blob");
        }
    }

    /** Asks which of the blob's parts of {@code partSize} bytes are here. Only the uploader may. */
    record AskBlob(long request, BlobId blob, long partSize) implements Request {
        public AskBlob {
            u32(request);
            Limits.within(partSize - 1, 0x7FFF_FFFEL, "as a part size less one");
        }
    }

    /** Bit i (the lowest of each byte first) says that part i is wholly here. */
    record BlobParts(long request, Bytes bitmap) implements Answer {
        public BlobParts {
            u32(request);
        }
    }

    /** Says that the blob is complete; answered once all of it is on disk. */
    record FinishBlob(long request, BlobId blob) implements Request {
        public FinishBlob {
            u32(request);
        }
    }

    record DropBlob(long request, BlobId blob) implements Request {
        public DropBlob {
            u32(request);
        }
    }

    // ---- Parts ----

    /** A Welcome for an inbox, in a {@link Commit}. The token grants delivery there. */
    record Welcome(AccountKey to, Token token, Bytes sealed) {
        public Welcome {
            Limits.within(sealed.length(), InboxItem.MAX_SEALED, "bytes of welcome");
        }
    }

    /** A KeyPackage with what a relay must know of it. */
    record StoredKeyPackage(DeviceKey device, int suite, boolean lastResort, Bytes keyPackage) {
        public static final int MAX_KEY_PACKAGE = 8192;

        public StoredKeyPackage {
            Limits.within(suite, 0xFFFF, "as a suite");
            Limits.within(keyPackage.length(), MAX_KEY_PACKAGE, "bytes of KeyPackage");
        }
    }

    record SuiteCount(int suite, long count) {
        public SuiteCount {
            Limits.within(suite, 0xFFFF, "as a suite");
            u32(count);
        }
    }

    private static void length(Bytes bytes, int length, String what) {
        if (bytes.length() != length) {
            throw new IllegalArgumentException(what + " of " + bytes.length() + " bytes: not " + length);
        }
    }

    private static void u32(long value) {
        Limits.within(value, 0xFFFF_FFFFL, "as a 32-bit number");
    }

    private static List<String> bounded(List<String> names) {
        Limits.within(names.size(), MAX_CAPABILITIES, "capabilities");
        for (var name : names) Limits.within(name.length(), 64, "characters of capability");
        return List.copyOf(names);
    }
}
