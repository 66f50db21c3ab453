package parley.protocol.content;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a {@link Said} says. The records are the whole of it; limits are stated here and nowhere else. */
public sealed interface Content {

    /**
     * Something a person wrote.
     *
     * @param replyTo the message that it answers, which a reader looks up where it was said: nothing of it is repeated
     * @param mentions whom parts of it mean, in order
     * @param forwarded whether the author has it from elsewhere; who said it there, and where, is not told
     * @param others parts of types that this version does not know
     */
    record Text(String body, Optional<MessageId> replyTo, List<Mention> mentions, boolean forwarded, Parts others)
            implements Content {

        /** The longest body, in bytes of UTF-8. */
        public static final int MAX_BODY = 64 * 1024;

        public Text {
            Limits.within(bytes(body), MAX_BODY, "bytes of text");
            mentions = Mention.in(body, mentions);
        }

        /** One that answers nothing. */
        public Text(String body) {
            this(body, Optional.empty());
        }

        public Text(String body, Optional<MessageId> replyTo) {
            this(body, replyTo, List.of());
        }

        public Text(String body, Optional<MessageId> replyTo, List<Mention> mentions) {
            this(body, replyTo, mentions, false, Parts.NONE);
        }

        /** What was said elsewhere, said anew: nothing of where it comes from. */
        public static Text forwarding(String body) {
            return new Text(body, Optional.empty(), List.of(), true, Parts.NONE);
        }

        /** What a person wrote belongs in no log. */
        @Override
        public String toString() {
            return "Text";
        }
    }

    /**
     * The author's device has every entry up to {@code delivered}, and its person has seen those up to {@code read}:
     * two watermarks in positions of the log, which never go back.
     */
    record Receipt(long delivered, long read) implements Content {
        public Receipt {
            Limits.within(delivered, Long.MAX_VALUE, "as a position");
            Limits.within(read, delivered, "as a position read");
        }
    }

    /**
     * Offers a file; its id is the message's. The file is sealed in segments (docs/protocol.md, Files) and kept as a
     * blob.
     *
     * @param relay where the blob is: the relay's part of an address
     * @param read the token that GET shows
     * @param key AES-256, for this content only
     * @param noncePrefix the first 7 bytes of each segment's nonce
     * @param size of the plain file, in bytes
     * @param segmentSize plain bytes of a segment
     * @param name for people; not a path: a receiver makes it safe
     * @param mediaType what the sender takes it for; never trusted
     */
    record FileOffer(
            String relay,
            BlobId blob,
            Token read,
            Bytes key,
            Bytes noncePrefix,
            long size,
            int segmentSize,
            String name,
            String mediaType)
            implements Content {

        public static final int KEY = 32;
        public static final int NONCE_PREFIX = 7;

        /** The longest name, in bytes of UTF-8. */
        public static final int MAX_NAME = 255;

        public static final int MIN_SEGMENT = 1 << 12;
        public static final int MAX_SEGMENT = 1 << 20;

        /** The largest file: 2^31-1 segments of 1 MiB. */
        public static final long MAX_SIZE = (long) Integer.MAX_VALUE * MAX_SEGMENT;

        public FileOffer {
            Limits.within(relay.length(), 255, "characters of relay name");
            if (key.length() != KEY) throw new IllegalArgumentException("file key of " + key.length() + " bytes");
            if (noncePrefix.length() != NONCE_PREFIX)
                throw new IllegalArgumentException("nonce prefix of " + noncePrefix.length() + " bytes");
            if (segmentSize < MIN_SEGMENT || segmentSize > MAX_SEGMENT) {
                throw new IllegalArgumentException(segmentSize + " bytes of segment: not within 4096 and 1048576");
            }
            Limits.within(size, (long) Integer.MAX_VALUE * segmentSize, "bytes of file");
            Limits.within(bytes(name), MAX_NAME, "bytes of file name");
            Limits.within(mediaType.length(), 255, "characters of media type");
        }

        /** The same under another name. */
        public FileOffer named(String other) {
            return new FileOffer(relay, blob, read, key, noncePrefix, size, segmentSize, other, mediaType);
        }

        /** How many segments the file has; an empty file has one, empty. */
        public long segments() {
            return Math.max(1, (size + segmentSize - 1) / segmentSize);
        }

        /** The key is a secret and the name is nobody else's business. */
        @Override
        public String toString() {
            return "FileOffer";
        }
    }

    /** SHA-256 of each sealed segment from {@code first} on: from here on a receiver may pull them. */
    record FileLeaves(MessageId file, long first, List<Hash> leaves) implements Content {

        /** The most leaves in one message. */
        public static final int MAX_LEAVES = 1024;

        public FileLeaves {
            leaves = List.copyOf(leaves);
            Limits.within(first, Integer.MAX_VALUE, "as a segment");
            Limits.within(leaves.size(), MAX_LEAVES, "leaves");
        }
    }

    /** The upload is complete: the root of the tree over all leaves and SHA-256 of the plain file. */
    record FileComplete(MessageId file, Hash root, Hash sha256) implements Content {}

    /** How a file ended, said by whoever ended it. */
    record FileEnded(MessageId file, End end) implements Content {

        /** Receivers say the first, second and fourth; the sender the third and fourth. */
        public enum End {
            RECEIVED(1),
            DECLINED(2),
            CANCELLED(3),
            FAILED(4),
            /** The file changed while it was sent; a new offer may follow. */
            CHANGED(5);

            private final int code;

            End(int code) {
                this.code = code;
            }

            public int code() {
                return code;
            }
        }
    }

    /** The author leaves the group: a member removes them, and nothing that they say after this counts. */
    record Leave() implements Content {}

    /** What is done to a message that was said in the same conversation. */
    sealed interface Amendment extends Content {

        /** The message it is done to. */
        MessageId message();
    }

    /**
     * The author's own text reads otherwise from here on.
     *
     * @param mentions whom parts of it mean from here on, in order
     * @param others parts of types that this version does not know
     */
    record Edit(MessageId message, String body, List<Mention> mentions, Parts others) implements Amendment {

        public Edit {
            Limits.within(bytes(body), Text.MAX_BODY, "bytes of text");
            mentions = Mention.in(body, mentions);
        }

        /** One that mentions nobody. */
        public Edit(MessageId message, String body) {
            this(message, body, List.of());
        }

        public Edit(MessageId message, String body, List<Mention> mentions) {
            this(message, body, mentions, Parts.NONE);
        }

        /** What a person wrote belongs in no log. */
        @Override
        public String toString() {
            return "Edit";
        }
    }

    /** The author takes their own text back, with its earlier wordings and what others thought of it. */
    record Delete(MessageId message) implements Amendment {}

    /**
     * What the author thinks of a message, as one emoji of several.
     *
     * @param set whether it is so from here on; else it was, and is not any more
     */
    record Reaction(MessageId message, String emoji, boolean set) implements Amendment {

        /** The longest emoji, in bytes of UTF-8: families and flags take up to 35. */
        public static final int MAX_EMOJI = 64;

        /** How many different ones of one author a message keeps. */
        public static final int OF_ONE = 8;

        /** How many different ones of all authors a message keeps. */
        public static final int DIFFERENT = 64;

        public Reaction {
            var length = bytes(emoji);
            if (length < 1 || length > MAX_EMOJI) {
                throw new IllegalArgumentException(length + " bytes of emoji: not within 1 and " + MAX_EMOJI);
            }
        }

        /** What a person thinks belongs in no log. */
        @Override
        public String toString() {
            return "Reaction";
        }
    }

    /**
     * A step of a live check, by which two people find out whether each has the other's key (docs/protocol.md,
     * Verification). Said in conversations between two; no message.
     *
     * @param check the id that whoever asks gives it at random
     * @param value what the step says: a commitment or a nonce; nothing at its end
     */
    record Check(Bytes check, Step step, Bytes value) implements Content {

        /** The length of an id, in bytes. */
        public static final int ID = 16;

        /** The length of a commitment and of a nonce, in bytes. */
        public static final int VALUE = 32;

        /** In the order in which they come; the first and third by who asks, the last by either, at any time. */
        public enum Step {
            /** The hash of a nonce. */
            ASKED(1),
            /** The other's nonce. */
            ANSWERED(2),
            /** The nonce of which the hash was said. */
            REVEALED(3),
            /** The check is over. */
            ENDED(4);

            private final int code;

            Step(int code) {
                this.code = code;
            }

            public int code() {
                return code;
            }

            /** How many bytes it says. */
            public int length() {
                return this == ENDED ? 0 : VALUE;
            }
        }

        public Check {
            if (check.length() != ID) throw new IllegalArgumentException("check id of " + check.length() + " bytes");
            if (value.length() != step.length())
                throw new IllegalArgumentException(value.length() + " bytes of a check's step " + step.code());
        }

        /** Nonces are secret until they are revealed. */
        @Override
        public String toString() {
            return "Check[" + step + "]";
        }
    }

    /**
     * What the author says of themselves, in place of what they have said so before; no message.
     *
     * @param version higher the later it was made, whichever device it is of
     * @param name for people, beside the address; empty for none
     * @param bio some words; empty for none, and in groups
     * @param picture an image file, never trusted; empty for none
     */
    record Profile(long version, String name, String bio, Bytes picture, Parts parts) implements Content {

        /** The longest name, in bytes of UTF-8. */
        public static final int MAX_NAME = 128;

        /** The longest bio, in bytes of UTF-8. */
        public static final int MAX_BIO = 512;

        /** The largest picture, in bytes. */
        public static final int MAX_PICTURE = 32 * 1024;

        public Profile {
            Limits.within(version, Long.MAX_VALUE, "as a version");
            Limits.within(bytes(name), MAX_NAME, "bytes of name");
            Limits.within(bytes(bio), MAX_BIO, "bytes of bio");
            Limits.within(picture.length(), MAX_PICTURE, "bytes of picture");
        }

        public Profile(long version, String name, String bio, Bytes picture) {
            this(version, name, bio, picture, Parts.NONE);
        }

        /** Who somebody is belongs in no log. */
        @Override
        public String toString() {
            return "Profile";
        }
    }

    /**
     * How long, in a conversation of two, its author wants messages to last from when they were read: the longer of
     * both words is in force behind the later of them (docs/protocol.md, Lifetimes); no message.
     *
     * @param seconds 0 for ever
     */
    record Lifetime(long seconds) implements Content {

        public static final int MIN = 30;

        /** Four weeks. */
        public static final int MAX = 4 * 7 * 24 * 60 * 60;

        public Lifetime {
            check(seconds);
        }

        /**
         * Whether messages may last so long.
         *
         * @throws IllegalArgumentException if not
         */
        public static void check(long seconds) {
            if (seconds != 0 && (seconds < MIN || seconds > MAX)) {
                throw new IllegalArgumentException(
                        seconds + " seconds of lifetime: not 0, and not within " + MIN + " and " + MAX);
            }
        }
    }

    /** Something that a newer version says; shown as that and kept. */
    record Unknown(int type, Bytes bytes) implements Content {
        public Unknown {
            Limits.within(type, 0xFF, "as a content type");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
