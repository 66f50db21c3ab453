package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.Arrangement.Stand;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.util.LinkedHashMap;

/** Where each view stands. */
@Component
@PreferencePageInfo(id = "parley.views", title = "%views.title", words = "%views.words")
@ServiceRanking(925)
public final class ViewsPage implements PreferencePage {

    private static final Phrases T = Phrases.of(ViewsPage.class);
    private static final String HERE = "here";
    private static final String APART = "apart";
    private static final String HIDDEN = "hidden";

    private final Views views;

    @Activate
    public ViewsPage(@Reference Views views) {
        this.views = views;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.sentence(T.get("views.about"));
        for (var part : views.all()) {
            sheet.heading(part.title());
            var choices = new LinkedHashMap<String, String>();
            choices.put(HERE, T.get("views.here"));
            if (Aside.possible(part)) choices.put(APART, T.get("views.apart"));
            var now = word(views.stand(part));
            if (views.canHide(part) || now.equals(HIDDEN)) choices.put(HIDDEN, T.get("views.hidden"));
            sheet.choices("view." + part.spec().id(), choices, now, value -> views.put(part, stand(value)));
        }
        sheet.heading(T.get("views.reset.title"));
        sheet.sentence(T.get("views.reset.about"));
        sheet.push(
                sheet.row(),
                "views.reset",
                T.get("views.reset"),
                Rank.PLAIN,
                () -> {
                    views.reset();
                    sheet.clear();
                    fill(sheet);
                    sheet.layout();
                });
    }

    private static String word(Stand stand) {
        return switch (stand) {
            case Stand.Here() -> HERE;
            case Stand.Apart _ -> APART;
            case Stand.Hidden() -> HIDDEN;
        };
    }

    private static Stand stand(String word) {
        return switch (word) {
            case APART -> new Stand.Apart(null);
            case HIDDEN -> new Stand.Hidden();
            default -> new Stand.Here();
        };
    }
}
