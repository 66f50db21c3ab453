package parley.mls;

/**
 * When a KeyPackage may be used, in seconds since 1970 (RFC 9420 §7.2), both ends included. Nothing in this package
 * compares it with a clock: whoever takes a KeyPackage to add it does.
 */
public record Lifetime(long notBefore, long notAfter) {

    /** Whether {@code now}, give or take {@code tolerance}, lies within; all in seconds. */
    public boolean contains(long now, long tolerance) {
        return Long.compareUnsigned(now + tolerance, notBefore) >= 0
                && Long.compareUnsigned(Math.max(0, now - tolerance), notAfter) <= 0;
    }
}
