package parley.mls;

import parley.mls.EpochSecrets.Psk;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the pre-shared keys that a message names (RFC 9420 §8.4). */
final class Psks {

    private Psks() {}

    /** What a pre-shared key is called, before a nonce is drawn for one use of it. */
    sealed interface Named {

        record External(Bytes id) implements Named {}

        record Resumption(int usage, Bytes groupId, long epoch) implements Named {}

        static Named external(byte[] id) {
            return new External(Bytes.of(id));
        }

        static Named resumption(byte[] groupId, long epoch) {
            return new Resumption(PskId.APPLICATION, Bytes.of(groupId), epoch);
        }

        /** With a fresh nonce. */
        default PskId id(Labeled suite) {
            var nonce = Bytes.wrap(suite.randomSecret());
            return switch (this) {
                case External(var id) -> new PskId.External(id, nonce);
                case Resumption(var usage, var groupId, var epoch) ->
                        new PskId.Resumption(usage, groupId, epoch, nonce);
            };
        }
    }

    /**
     * @throws MlsException.MissingPsk if one is not at hand
     */
    static List<Psk> find(List<PskId> ids, PskLookup lookup, Optional<Epoch> current) throws MlsException {
        var found = new ArrayList<Psk>();
        for (var id : ids) {
            var secret =
                    secret(id, lookup, current)
                            .orElseThrow(() -> new MlsException.MissingPsk("a pre-shared key is not at hand"));
            found.add(new Psk(id, secret));
        }
        return found;
    }

    private static Optional<Bytes> secret(PskId id, PskLookup lookup, Optional<Epoch> current) {
        return switch (id) {
            case PskId.External(var name, _) -> lookup.external(name.toArray()).map(Bytes::of);
            case PskId.Resumption(_, var groupId, var epoch, _) -> {
                var context = current.map(Epoch::context);
                if (context.isPresent() && context.get().groupId().equals(groupId) && context.get().epoch() == epoch) {
                    yield current.map(it -> it.secrets().resumption());
                }
                yield lookup.resumption(groupId.toArray(), epoch).map(Bytes::of);
            }
        };
    }
}
