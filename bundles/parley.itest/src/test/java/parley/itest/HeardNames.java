package parley.itest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Hears which names this JVM, and so a desktop in it, looks up, and passes them on. The JVM finds it as a service. */
public final class HeardNames extends InetAddressResolverProvider {

    private static final Set<String> heard = ConcurrentHashMap.newKeySet();

    /** Whether somebody has asked for an address of {@code host}. */
    static boolean has(String host) {
        return heard.contains(host);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        var usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                heard.add(host.toLowerCase(Locale.ROOT));
                return usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "heard names";
    }
}
