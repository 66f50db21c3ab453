package parley.session;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.stream.Stream;

/** What is private of the KeyPackages that a client has published. */
public final class ShelfSecrets {

    private ShelfSecrets() {}

    /** The private halves, as {@code parley.mls} encodes them. */
    public static List<Bytes> keyPackages(Transaction tx) throws CommandException {
        return shelved(tx).map(shelved -> shelved.own().secret()).toList();
    }

    /** The keys to follow logs with. */
    public static List<Bytes> followerKeys(Transaction tx) throws CommandException {
        return shelved(tx).map(shelved -> shelved.own().followerPrivate()).toList();
    }

    private static Stream<KeyPackageShelf.Shelved> shelved(Transaction tx) throws CommandException {
        return KeyPackageShelf.bySuite(tx).values().stream().flatMap(List::stream);
    }
}
