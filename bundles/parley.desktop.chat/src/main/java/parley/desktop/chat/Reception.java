package parley.desktop.chat;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;

/** Lets the first start's view into the window while there is no account, and out again once there is one. */
@Component(service = Reception.class, immediate = true) // nobody asks for it before it has let the view in
public final class Reception {

    private final ComponentContext context;
    private final Desk desk;

    @Activate
    public Reception(ComponentContext context, @Reference Accounts accounts, @Reference Desk desk) {
        this.context = context;
        this.desk = desk;
        if (accounts.current().isEmpty()) context.enableComponent(FirstRunContribution.class.getName());
    }

    /** There is an account now. */
    void signedUp() {
        desk.soon();
        context.disableComponent(FirstRunContribution.class.getName());
    }
}
