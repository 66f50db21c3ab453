package parley.session;

import parley.client.api.crypto.Groups;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.LeafData;
import parley.protocol.wire.WireWriter;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Groups that make KeyPackages, of the suites that are present, and nothing else. */
final class TestGroups {

    final Set<Integer> present = new CopyOnWriteArraySet<>();

    Groups groups() {
        return (Groups)
                Proxy.newProxyInstance(
                        Groups.class.getClassLoader(),
                        new Class<?>[] {Groups.class},
                        (proxy, method, args) -> {
                            if (!method.getName().equals("newKeyPackage"))
                                throw new UnsupportedOperationException(method.getName());
                            int suite = (Integer) args[1];
                            if (!present.contains(suite)) throw new SuiteMissingException(suite);
                            var leaf = (LeafData) args[2];
                            var keyPackage = new WireWriter().u16(suite).fixed(Token.random().bytes());
                            leaf.write(keyPackage);
                            var bytes = keyPackage.toBytes();
                            return new Groups.NewKeyPackage(Hash.of(bytes), bytes, Token.random().bytes());
                        });
    }
}
