package parley.desktop.chat;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.desktop.api.ExitStatus;

/**
 * Looks at the profile when the window opens: lets the first start's view in while there is no account, and the one
 * that says what is wrong if the profile cannot be used.
 */
@Component(service = Reception.class, immediate = true) // nobody asks for it before it has let a view in
public final class Reception {

    private final ComponentContext context;
    private final Store store;
    private final Accounts accounts;
    private final Desk desk;
    private final ExitStatus exit;
    private volatile String problem = "";

    @Activate
    public Reception(
            ComponentContext context,
            @Reference Store store,
            @Reference Accounts accounts,
            @Reference Desk desk,
            @Reference ExitStatus exit) {
        this.context = context;
        this.store = store;
        this.accounts = accounts;
        this.desk = desk;
        this.exit = exit;
        look();
    }

    /** Looks again: what was wrong may have been put right. */
    void look() {
        try {
            store.check();
            exit.set(0);
            context.disableComponent(ProblemContribution.class.getName());
            if (accounts.current().isEmpty()) context.enableComponent(FirstRunContribution.class.getName());
            desk.soon();
        } catch (CommandException e) {
            problem = String.valueOf(e.getMessage());
            exit.set(e.code().exitStatus());
            System.err.println("parley: " + problem); // also for whoever started the window from a terminal
            context.enableComponent(ProblemContribution.class.getName());
        }
    }

    /** Why the profile cannot be used, as a sentence. */
    String problem() {
        return problem;
    }

    /** There is an account now. */
    void signedUp() {
        desk.soon();
        context.disableComponent(FirstRunContribution.class.getName());
    }
}
