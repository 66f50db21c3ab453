package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.desktop.api.Theme;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;

/** Covers the window while there is no account. {@link Reception} says when that is. */
@Component(enabled = false)
@ViewInfo(id = "parley.first", title = "%first.title", place = ViewInfo.Place.COVER)
public final class FirstRunContribution implements ViewContribution {

    private final Accounts accounts;
    private final OwnRelay ownRelay;
    private final WaysIn ways;
    private final Reception reception;
    private final Theme theme;
    private final UiThread ui;

    @Activate
    public FirstRunContribution(
            @Reference Accounts accounts,
            @Reference OwnRelay ownRelay,
            @Reference WaysIn ways,
            @Reference Reception reception,
            @Reference Theme theme,
            @Reference UiThread ui) {
        this.accounts = accounts;
        this.ownRelay = ownRelay;
        this.ways = ways;
        this.reception = reception;
        this.theme = theme;
        this.ui = ui;
    }

    @Override
    public View create(Composite parent) {
        return new FirstSteps(parent, accounts, ownRelay, ways, theme, ui, reception::signedUp);
    }
}
