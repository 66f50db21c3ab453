package example.desktop.clocks;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Settings;
import parley.desktop.api.SettingsListener;
import parley.desktop.api.Theme;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A view: the window opens it at its place as soon as this service is there, and closes it when it goes. It also hears
 * what the person chooses, so that a change is seen at once.
 */
@Component
@ViewInfo(id = "example.desktop.clocks", title = "Clocks", place = ViewInfo.Place.BOTTOM)
public final class Clocks implements ViewContribution, SettingsListener {

    /** Under which the choice between 12 and 24 hours is remembered; it begins with the name of this bundle. */
    static final String HOURS = "example.desktop.clocks.hours";

    private final Theme theme;
    private final Settings settings;
    private final UiThread ui;

    /** What is open now. Read on whatever thread a setting is changed on. */
    private final List<ClocksView> open = new CopyOnWriteArrayList<>();

    @Activate
    public Clocks(@Reference Theme theme, @Reference Settings settings, @Reference UiThread ui) {
        this.theme = theme;
        this.settings = settings;
        this.ui = ui;
    }

    @Override
    public View create(Composite parent) {
        var view = new ClocksView(parent, theme, () -> twelve(settings), open::remove);
        open.add(view);
        return view;
    }

    @Override
    public void changed(String key) {
        if (!key.equals(HOURS)) return;
        for (var view : open) ui.update(view.control(), view::refresh); // widgets are for the UI thread alone
    }

    /** Whether the person wants 12 hours. What is remembered may have been meddled with: all else means 24. */
    static boolean twelve(Settings settings) {
        return settings.get(HOURS, "24").equals("12");
    }
}
