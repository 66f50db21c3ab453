package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Theme;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;

/** Covers the window while the profile cannot be used. {@link Reception} says when that is. */
@Component(enabled = false)
@ViewInfo(id = "parley.problem", title = "%problem.title", place = ViewInfo.Place.COVER)
public final class ProblemContribution implements ViewContribution {

    private final Reception reception;
    private final Theme theme;

    @Activate
    public ProblemContribution(@Reference Reception reception, @Reference Theme theme) {
        this.reception = reception;
        this.theme = theme;
    }

    @Override
    public View create(Composite parent) {
        return new ProblemView(parent, theme, reception.problem(), reception::look);
    }
}
