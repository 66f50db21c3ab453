package parley.mls;

/** What {@link CredentialCheck} found wrong with a member that is processed nevertheless. */
public record Problem(Member member, String reason) {}
