package parley.desktop.chat;

import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Contributions;
import parley.desktop.api.UiThread;
import parley.desktop.api.WayIn;
import parley.desktop.api.WayInInfo;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways to begin that other bundles offer, as they come and go. Called on the UI thread, but for references. */
@Component(service = WaysIn.class)
public final class WaysIn {

    /** A way as it was contributed. */
    record Way(String id, String label, int rank, WayIn way) {

        /** What its button says, on one line. */
        String name() {
            return Words.line(Phrases.of(way.getClass()).label(label));
        }
    }

    private final UiThread ui;
    private final Contributions.Intake<WayIn> intake;
    private final Map<WayIn, Way> ways = new LinkedHashMap<>();
    private Runnable changed = () -> {};

    @Activate
    public WaysIn(@Reference UiThread ui, @Reference Contributions contributions) {
        this.ui = ui;
        this.intake = contributions.intake(this::add);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addWay(ComponentServiceObjects<WayIn> way) {
        intake.add(way);
    }

    void removeWay(ComponentServiceObjects<WayIn> way) {
        intake.remove(way);
    }

    /** Offers {@code way}, and says how that ends. */
    private Runnable add(WayIn way, Map<String, Object> properties) {
        var id = String.valueOf(properties.get(WayInInfo.PREFIX_ + "id"));
        var label = String.valueOf(properties.get(WayInInfo.PREFIX_ + "label"));
        int rank = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        ways.put(way, new Way(id, label, rank, way));
        ui.execute(() -> changed.run());
        return () -> {
            ways.remove(way);
            ui.execute(() -> changed.run());
        };
    }

    /** Those there are, in the order in which they are offered. */
    List<Way> all() {
        return ways.values().stream()
                .sorted(Comparator.comparingInt(Way::rank).reversed().thenComparing(Way::id))
                .toList();
    }

    /** Runs {@code listener} whenever {@link #all} may answer otherwise than before. */
    void whenChanged(Runnable listener) {
        changed = listener;
    }
}
