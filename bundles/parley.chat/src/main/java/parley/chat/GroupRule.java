package parley.chat;

import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * What an admin may set of a group beside who is in it. A value is stored in wishes: text in UTF-8 behind its length, a
 * part as it is on the wire, and no bytes for none, or for no.
 */
enum GroupRule {
    TITLE(1),
    /** Whether members that are no admins may add others. */
    ANYBODY_ADDS(2),
    DESCRIPTION(3),
    PICTURE(4),
    /** Whether an admin is asked before whoever has the link is let in. */
    APPROVES(5),
    /** Whether only admins write. */
    ADMINS_WRITE(6),
    /** How long messages last, in seconds. */
    LIFETIME(7);

    private static final Bytes YES = Bytes.of((byte) 1);

    private final int code;

    GroupRule(int code) {
        this.code = code;
    }

    /** What stands for it in a record. */
    int code() {
        return code;
    }

    static GroupRule of(int code) throws MalformedException {
        for (var rule : values()) if (rule.code == code) return rule;
        throw new MalformedException("rule " + code + " of a group is unknown");
    }

    static Bytes value(boolean yes) {
        return yes ? YES : Bytes.EMPTY;
    }

    static Bytes value(String text) {
        return new WireWriter().text(text).toBytes();
    }

    /** The value of what is counted, 0 for none. */
    static Bytes value(long number) {
        return number == 0 ? Bytes.EMPTY : new WireWriter().u32(number).toBytes();
    }

    /**
     * The policy with this so.
     *
     * @throws IllegalArgumentException if the value is beyond a limit
     */
    Policy set(Policy policy, Bytes value) {
        var yes = !value.isEmpty();
        return switch (this) {
            case TITLE -> policy.withTitle(text(value));
            case ANYBODY_ADDS -> policy.withAnybodyAdds(yes);
            case DESCRIPTION -> policy.withDescription(text(value));
            case PICTURE -> policy.withPart(Policy.PICTURE, yes ? Optional.of(value) : Optional.empty());
            case APPROVES -> flag(policy, Policy.APPROVES, yes);
            case ADMINS_WRITE -> flag(policy, Policy.ADMINS_WRITE, yes);
            case LIFETIME -> policy.withPart(Policy.LIFETIME, yes ? Optional.of(value) : Optional.empty());
        };
    }

    /** Whether it is so in a policy. */
    boolean isSo(Policy policy, Bytes value) {
        return set(policy, value).equals(policy);
    }

    private static Policy flag(Policy policy, int type, boolean yes) {
        return policy.withPart(type, yes ? Optional.of(Bytes.EMPTY) : Optional.empty());
    }

    private static String text(Bytes value) {
        try {
            return WireReader.decode(value, WireReader::text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
