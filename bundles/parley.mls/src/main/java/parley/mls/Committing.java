package parley.mls;

/**
 * A commit made but not in force.
 *
 * @param group the current epoch's state, to be stored before the commit leaves: its send key is used up
 * @param pending what to keep until this commit, or another, is read in the log
 */
public record Committing(Group group, PendingCommit pending) {}
