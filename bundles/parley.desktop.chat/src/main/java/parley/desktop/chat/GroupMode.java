package parley.desktop.chat;

import parley.client.api.Governance.Request;
import parley.client.api.Membership.Member;

/** What the page of a group is about: what its lower part asks, and the sentence for that. */
sealed interface GroupMode {

    /** Who is in the group. */
    record Looking() implements GroupMode {}

    /** What can be done about a member. */
    record About(Member who) implements GroupMode {}

    /**
     * @param ban whether they must not come back either
     */
    record Removing(Member who, boolean ban) implements GroupMode {}

    /** Whether somebody who has the link is let in. */
    record Answering(Request who) implements GroupMode {}

    record Leaving() implements GroupMode {}

    record Adding() implements GroupMode {}

    /**
     * @param weaker whether the person has been told that the cipher would be weaker
     */
    record Restarting(boolean weaker) implements GroupMode {}

    /**
     * What is asked, or said.
     *
     * @param alone whether nobody else is in the group
     * @param nobody whether there is nobody to add
     */
    default String question(Titles titles, boolean alone, boolean nobody) {
        return switch (this) {
            case Looking() -> "";
            case About(var who) ->
                    titles.within(who)
                            + (who.admin()
                                    ? " is an admin: they add and remove people, and change what the group is called."
                                    : " is a member of the group.");
            case Removing(var who, var ban) ->
                    (ban ? "Ban " : "Remove ")
                            + titles.within(who)
                            + "? They keep what they have read and read nothing that is said from then on. The"
                            + " group's link ends."
                            + (ban ? " Nobody can let them in again before they are unbanned." : "");
            case Answering(var asker) ->
                    titles.within(asker.who())
                            + " has the group's link and wants to join. They read what is said from then on. Whoever is"
                            + " left out is not told.";
            case Leaving() ->
                    "Leave the group? What was said stays here, and you read nothing that is said from then on."
                            + (alone ? " Nobody else is in it." : "");
            case Restarting(var weaker) ->
                    "Open the group anew? Members come along once the group has stopped for them as well; whoever made"
                            + " it stop is left out. What was said stays; the group's link ends."
                            + (weaker ? " Its cipher will be weaker." : "");
            case Adding() ->
                    nobody
                            ? "Everybody you talk with is in the group."
                            : "They read what is said from then on, and nothing from before.";
        };
    }
}
