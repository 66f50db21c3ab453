package parley.desktop.chat;

import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Contributions;
import parley.desktop.api.MenuContribution;
import parley.desktop.api.MenuInfo;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What other bundles put into the menus of messages and of conversations, as it comes and goes. Called on the UI
 * thread, but for references.
 */
@Component(service = MenuEntries.class)
public final class MenuEntries {

    private static final Phrases T = Phrases.of(MenuEntries.class);
    private static final System.Logger log = System.getLogger(MenuEntries.class.getName());

    /**
     * An entry as it was contributed.
     *
     * @param of the name of the type of what it is for
     * @param label on one line
     */
    record Entry(String of, String label, int rank, MenuContribution<?> contribution) {}

    private final Notices notices;

    private final Contributions.Intake<MenuContribution<?>> intake;
    private final List<Entry> all = new ArrayList<>();

    @Activate
    public MenuEntries(@Reference Contributions contributions, @Reference Notices notices) {
        this.notices = notices;
        this.intake = contributions.intake(this::add);
    }

    @Reference(
            service = MenuContribution.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addEntry(ComponentServiceObjects<MenuContribution<?>> entry) {
        intake.add(entry);
    }

    void removeEntry(ComponentServiceObjects<MenuContribution<?>> entry) {
        intake.remove(entry);
    }

    private Runnable add(MenuContribution<?> contribution, Map<String, Object> properties) {
        var of = String.valueOf(properties.get(MenuInfo.PREFIX_ + "of"));
        var label = String.valueOf(properties.get(MenuInfo.PREFIX_ + "label"));
        int rank = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        var said = Words.line(Phrases.of(contribution.getClass()).label(label));
        var entry = new Entry(of, said, rank, contribution);
        all.add(entry);
        return () -> all.remove(entry);
    }

    /** Those for the menu of a {@code kind}, in the order in which they stand there. */
    List<Entry> of(Class<?> kind) {
        return all.stream()
                .filter(entry -> entry.of().equals(kind.getName()))
                .sorted(Comparator.comparingInt(Entry::rank).reversed().thenComparing(Entry::label))
                .toList();
    }

    /** Does {@code entry} to {@code chosen}, unless it has gone since; if it fails the person is told. */
    @SuppressWarnings("unchecked") // it says itself what it is for
    <T> void run(Entry entry, T chosen) {
        if (!all.contains(entry)) return;
        try {
            ((MenuContribution<T>) entry.contribution()).run(chosen);
        } catch (RuntimeException | LinkageError e) { // one contribution's mistake is not everybody's
            log.log(System.Logger.Level.ERROR, "an entry of a menu failed", e);
            notices.notice(T.get("menu.failed", "entry", entry.label()));
        }
    }
}
