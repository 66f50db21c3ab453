package parley.mls;

import java.util.Optional;

/**
 * The application's judgement of a leaf (RFC 9420 §5.3.1): whether credential, signature key and extensions belong
 * together and to someone it knows, and, for a KeyPackage about to be added, whether its lifetime has begun and not
 * ended.
 *
 * <p>A member that creates a commit with an Add is strict: a problem refuses it. What is read from others is processed
 * whatever the judgement, since all members must process alike; the problems are reported beside the result.
 */
@FunctionalInterface
public interface CredentialCheck {

    /** Why a leaf is looked at. */
    enum Occasion {
        /** This member is about to add it. */
        ADDING,
        /** It stands in the tree of a group just joined. */
        JOINING,
        /** A proposal or commit read brings it. */
        RECEIVED
    }

    /**
     * Judges {@code leaf}.
     *
     * @param before the leaf that it replaces, when a member changes its own, or when a newcomer's external commit
     *     claims the place of one (RFC 9420 §12.2)
     * @return what is wrong with it, in words for a log; empty if nothing
     */
    Optional<String> check(Occasion occasion, LeafNode leaf, Optional<LeafNode> before);

    /** Finds nothing wrong with anybody. */
    static CredentialCheck none() {
        return (_, _, _) -> Optional.empty();
    }
}
