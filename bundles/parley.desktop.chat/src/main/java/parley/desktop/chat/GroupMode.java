package parley.desktop.chat;

import parley.client.api.Governance.Request;
import parley.client.api.Membership.Member;
import parley.desktop.api.text.Phrases;

/** What the page of a group is about: what its lower part asks, and the sentence for that. */
sealed interface GroupMode {

    Phrases T = Phrases.of(GroupMode.class);

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
                    who.admin()
                            ? T.get("group.about.admin", "name", titles.of(who))
                            : T.get("group.about.member", "name", titles.of(who));
            case Removing(var who, var ban) ->
                    T.get(ban ? "group.ban.ask" : "group.remove.ask", "name", titles.of(who));
            case Answering(var asker) -> T.get("group.answer.ask", "name", titles.of(asker.who()));
            case Leaving() -> T.get(alone ? "group.leave.ask.alone" : "group.leave.ask");
            case Restarting(var weaker) -> T.get(weaker ? "group.restart.ask.weaker" : "group.restart.ask");
            case Adding() -> T.get(nobody ? "group.add.nobody" : "group.add.about");
        };
    }
}
