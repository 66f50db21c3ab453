package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.Hash;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How those who are no members may ask to become some: a log's link, and who has asked since the last commit. Guarded
 * by its log; changed only by the writer.
 */
final class Door {

    /** The most requests that wait for a commit. */
    static final int MAX_OPEN = 256;

    private @Nullable Hash link;

    /** The hash of what each has asked: the same again is recognised. */
    private final Map<AccountKey, Hash> open = new LinkedHashMap<>();

    Door(Optional<Hash> link, Map<AccountKey, Hash> open) {
        this.link = link.orElse(null);
        this.open.putAll(open);
    }

    Optional<Hash> link() {
        return Optional.ofNullable(link);
    }

    /** In constant time, since whoever shows tokens must not find one by its beginning. */
    boolean opensBy(Hash token) {
        return link != null && MessageDigest.isEqual(link.bytes().shared(), token.bytes().shared());
    }

    /** Another link: what was asked by the one before cannot be read by members any more. */
    void link(Optional<Hash> token) {
        if (link().equals(token)) return;
        link = token.orElse(null);
        open.clear();
    }

    Map<AccountKey, Hash> open() {
        return open;
    }
}
