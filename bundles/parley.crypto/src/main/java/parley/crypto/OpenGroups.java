package parley.crypto;

import org.jspecify.annotations.Nullable;

import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.View;
import parley.mls.MlsException;
import parley.protocol.wire.Bytes;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The groups in use, parsed: a tree of thousands is not read again for each message. What a state's bytes say is found
 * by the very instances that the caller was given; equal bytes from elsewhere are parsed, so that this is nothing but a
 * shortcut. An epoch that is over is forgotten, and its secrets with it; so is one whose bytes nobody has any more, as
 * all of them once the profile is locked. Used from any thread.
 */
final class OpenGroups {

    /** So many groups, or leaves in all of them: who has more conversations than this reads each anew at every look. */
    private static final int KEPT = 256;

    private static final int LEAVES = 20_000;

    private final int mostGroups;
    private final int mostLeaves;

    /** Those used longest ago first; each goes with the bytes that it stands for. */
    private final Map<Instance, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    private final Cleaner cleaner = Cleaner.create();
    private int leaves; // of all of them; guarded by slots

    OpenGroups() {
        this(KEPT, LEAVES);
    }

    /** The one used last is kept whatever its size. */
    OpenGroups(int mostGroups, int mostLeaves) {
        this.mostGroups = mostGroups;
        this.mostLeaves = mostLeaves;
    }

    /** Equal only to one of the same bytes in the same place. */
    private static final class Instance extends WeakReference<Bytes> {

        private final int hash;

        Instance(Bytes bytes) {
            super(bytes);
            hash = System.identityHashCode(bytes);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // which instance it is, is the question
        public boolean equals(@Nullable Object other) {
            var bytes = get();
            return this == other || other instanceof Instance that && bytes != null && that.get() == bytes;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * @param watch empties it once nobody has the bytes any more
     */
    private record Slot(
            Bytes ratchets, parley.mls.Group parsed, int leaves, Optional<View> view, Cleaner.Cleanable watch) {

        Slot with(View view) {
            return new Slot(ratchets, parsed, leaves, Optional.of(view), watch);
        }
    }

    /**
     * @throws IllegalArgumentException if the state is none
     */
    @SuppressWarnings("ReferenceEquality")
    parley.mls.Group parse(Group group) {
        synchronized (slots) {
            var slot = slots.get(new Instance(group.epoch()));
            if (slot != null && slot.ratchets == group.ratchets()) return slot.parsed;
        }
        try {
            var parsed = parley.mls.Group.fromBytes(group.epoch().shared(), group.ratchets().shared());
            put(group, parsed);
            return parsed;
        } catch (MlsException e) {
            throw new IllegalArgumentException("the group's state cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first state of a new epoch. */
    Group first(parley.mls.Group parsed) {
        return put(new Group(Bytes.wrap(parsed.epochBytes()), Bytes.wrap(parsed.ratchetBytes())), parsed);
    }

    /** The next state of the same epoch. */
    Group next(Group before, parley.mls.Group parsed) {
        return put(new Group(before.epoch(), Bytes.wrap(parsed.ratchetBytes())), parsed);
    }

    /** Forgets an epoch that is over. */
    void forget(Group group) {
        remove(new Instance(group.epoch()));
    }

    private void remove(Instance instance) {
        synchronized (slots) {
            var over = slots.remove(instance);
            if (over == null) return;
            leaves -= over.leaves;
            over.watch.clean(); // there is nothing more to watch
        }
    }

    Optional<View> view(Group group) {
        synchronized (slots) {
            var slot = slots.get(new Instance(group.epoch()));
            return slot == null ? Optional.empty() : slot.view;
        }
    }

    void keep(Group group, View view) {
        synchronized (slots) {
            slots.computeIfPresent(new Instance(group.epoch()), (_, slot) -> slot.with(view));
        }
    }

    private Group put(Group group, parley.mls.Group parsed) {
        var instance = new Instance(group.epoch());
        synchronized (slots) {
            var before = slots.get(instance);
            if (before != null) { // another state of one epoch: it has the same members
                slots.put(instance, new Slot(group.ratchets(), parsed, before.leaves, before.view, before.watch));
                return group;
            }
            var watch = cleaner.register(group.epoch(), () -> remove(instance));
            var slot = new Slot(group.ratchets(), parsed, parsed.size(), Optional.empty(), watch);
            slots.put(instance, slot);
            leaves += slot.leaves;
            trim();
        }
        return group;
    }

    private void trim() {
        while (slots.size() > 1 && (slots.size() > mostGroups || leaves > mostLeaves)) {
            remove(slots.keySet().iterator().next());
        }
    }
}
