package parley.client.api.crypto;

import org.jspecify.annotations.Nullable;

import parley.client.api.crypto.Groups.Member;

import java.util.Optional;

/** This device alone cannot follow a commit that others may: it has to rejoin. */
public final class LostException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Member author;

    /**
     * @param author whose signature the commit bears; null if that is not known
     */
    public LostException(String message, @Nullable Member author, Throwable cause) {
        super(message, cause);
        this.author = author;
    }

    /** Whose signature the commit bears, if that is known. */
    public Optional<Member> author() {
        return Optional.ofNullable(author);
    }
}
