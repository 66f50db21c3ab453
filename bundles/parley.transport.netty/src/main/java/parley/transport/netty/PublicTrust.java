package parley.transport.netty;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import java.net.IDN;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What the authorities that this Java trusts say of a certificate (RFC 5280), and whether it is for a host (RFC 9525).
 * Asked only where nothing better is to be had: behind a proxy.
 */
final class PublicTrust {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final System.Logger log = System.getLogger(PublicTrust.class.getName());

    private PublicTrust() {}

    /** Reads the system's authorities, which takes some tenths of a second the first time. */
    static boolean vouchesFor(X509Certificate[] chain, String host) {
        return vouchesFor(chain, host, null);
    }

    /**
     * @param authorities null for those of the system
     */
    static boolean vouchesFor(X509Certificate[] chain, String host, @Nullable KeyStore authorities) {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            for (var manager : factory.getTrustManagers()) {
                if (!(manager instanceof X509TrustManager trust)) continue;
                trust.checkServerTrusted(chain, "UNKNOWN");
                return isFor(chain[0], host);
            }
        } catch (GeneralSecurityException e) {
            log.log(DEBUG, "The certificate for {0} is not valid: {1}", host, e.getMessage());
        }
        return false;
    }

    /** Whether one of the certificate's subject alternative names is {@code host}'s. */
    static boolean isFor(X509Certificate certificate, String host) {
        try {
            var names = Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of());
            var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return isAddress(literal) ? hasAddress(names, literal) : hasName(names, literal);
        } catch (CertificateParsingException | IllegalArgumentException e) {
            log.log(DEBUG, "No name to compare: {0}", e.getMessage());
            return false;
        }
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static boolean hasAddress(Collection<List<?>> names, String literal) {
        var wanted = InetAddress.ofLiteral(literal);
        return names.stream()
                .filter(name -> name.getFirst().equals(IP_ADDRESS))
                .anyMatch(name -> InetAddress.ofLiteral((String) name.getLast()).equals(wanted));
    }

    private static boolean hasName(Collection<List<?>> names, String host) {
        var wanted = canonical(host);
        return names.stream()
                .filter(name -> name.getFirst().equals(DNS_NAME))
                .anyMatch(name -> matches(canonical((String) name.getLast()), wanted));
    }

    private static String canonical(String name) {
        var ascii = name.startsWith("*.") ? "*." + IDN.toASCII(name.substring(2)) : IDN.toASCII(name);
        var lower = ascii.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** An asterisk stands for one whole label, the leftmost, and never for all of a name of two. */
    static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) return pattern.equals(host);
        var dot = host.indexOf('.');
        return dot > 0 && pattern.indexOf('.', 2) > 0 && host.substring(dot).equals(pattern.substring(1));
    }
}
