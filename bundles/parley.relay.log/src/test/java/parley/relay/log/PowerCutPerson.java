package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A person, and what was acknowledged and tried of theirs. */
final class PowerCutPerson {
    final AccountKey key;
    final int seed;
    boolean sure;
    long version;
    long triedVersion;
    final Hash limited;
    boolean granted;
    long uses;
    long triedUses;
    final Set<Bytes> added = new HashSet<>();
    final Set<Bytes> taken = new HashSet<>();
    int triedTakes;
    final Map<String, Boolean> letters = new HashMap<>();

    PowerCutPerson(int seed) {
        this.seed = seed;
        this.key = Fixture.account(seed);
        this.limited = Fixture.hash(10_000 + seed);
    }
}
