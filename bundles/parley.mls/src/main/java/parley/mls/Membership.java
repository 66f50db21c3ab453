package parley.mls;

import java.util.List;

/**
 * How the members of a new group differ from those of the group it follows (RFC 9420 §11.2, §11.3).
 *
 * @param missing members of the former group, with their leaves there, that the new one lacks
 * @param strangers members of the new group, with their leaves here, that the former did not have
 */
public record Membership(List<Member> missing, List<Member> strangers) {

    /** Whether both have the same members. */
    public boolean same() {
        return missing.isEmpty() && strangers.isEmpty();
    }
}
