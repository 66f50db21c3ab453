package parley.mls;

import parley.mls.CredentialCheck.Occasion;
import parley.mls.ProposalList.Outcome;
import parley.mls.Received.Updated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the application what it thinks of leaves. */
final class Credentials {

    private Credentials() {}

    /** Refuses a commit of this member's that adds someone with a problem. */
    static void require(CredentialCheck check, List<Member> added) throws MlsException {
        for (var member : added) {
            var problem = check.check(Occasion.ADDING, member.node(), Optional.empty());
            if (problem.isPresent()) throw new MlsException.BadCredential(problem.get());
        }
    }

    static List<Problem> ofMembers(CredentialCheck check, Occasion occasion, List<Member> members) {
        var problems = new ArrayList<Problem>();
        for (var member : members) {
            check.check(occasion, member.node(), Optional.empty())
                    .ifPresent(reason -> problems.add(new Problem(member, reason)));
        }
        return problems;
    }

    static List<Problem> ofCommit(CredentialCheck check, List<Member> added, List<Updated> updated) {
        var problems = new ArrayList<>(ofMembers(check, Occasion.RECEIVED, added));
        for (var update : updated) {
            check.check(Occasion.RECEIVED, update.after(), Optional.of(update.before()))
                    .ifPresent(reason -> problems.add(new Problem(new Member(update.leaf(), update.after()), reason)));
        }
        return problems;
    }

    /** Who joins by an external commit is judged as a newcomer, or as what follows its former self. */
    static List<Problem> ofNewcomer(CredentialCheck check, Member newcomer, Optional<Member> former) {
        return check.check(Occasion.RECEIVED, newcomer.node(), former.map(Member::node)).stream()
                .map(reason -> new Problem(newcomer, reason))
                .toList();
    }

    /** What a commit did, for whoever applies it. */
    static Received.Changes changes(Member committer, Outcome outcome, List<Updated> updated, List<Problem> problems) {
        return new Received.Changes(
                committer,
                outcome.added(),
                outcome.removed(),
                List.copyOf(updated),
                outcome.extensionsChanged(),
                outcome.reInit().map(Credentials::view),
                used(outcome.psks()),
                problems);
    }

    static List<Received.UsedPsk> used(List<PskId> ids) {
        return ids.stream().map(Credentials::view).toList();
    }

    private static Received.UsedPsk view(PskId id) {
        return switch (id) {
            case PskId.External(var name, _) -> new Received.UsedPsk.External(name.toArray());
            case PskId.Resumption(_, var groupId, var epoch, _) ->
                    new Received.UsedPsk.Resumption(groupId.toArray(), epoch);
        };
    }

    static Received.ReInit view(Proposal.ReInit reInit) {
        return new Received.ReInit(reInit.groupId().toArray(), reInit.version(), reInit.suiteId(), reInit.extensions());
    }
}
