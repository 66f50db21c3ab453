package parley.desktop.chat.timeline;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows laid out most recently, by their ids. Text layouts hold memory of the system, so the oldest are given back.
 */
final class Layouts {

    private final int most;
    private final Map<String, Laid> recent = new LinkedHashMap<>(64, 0.75f, true);

    Layouts(int most) {
        this.most = most;
    }

    @Nullable Laid get(String id) {
        return recent.get(id);
    }

    void put(String id, Laid laid) {
        drop(id);
        recent.put(id, laid);
        if (recent.size() <= most) return;
        var oldest = recent.entrySet().iterator().next();
        recent.remove(oldest.getKey());
        oldest.getValue().dispose();
    }

    void drop(String id) {
        var old = recent.remove(id);
        if (old != null) old.dispose();
    }

    void clear() {
        recent.values().forEach(Laid::dispose);
        recent.clear();
    }

    int size() {
        return recent.size();
    }
}
