package parley.mls;

import java.util.List;

/**
 * A group just joined.
 *
 * @param adder who signed the GroupInfo
 * @param groupInfoExtensions what the adder sent along, the tree and external key left out
 * @param problems what the {@link CredentialCheck} found wrong with members
 */
public record Joined(Group group, Member adder, List<Extension> groupInfoExtensions, List<Problem> problems) {}
