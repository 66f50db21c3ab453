package parley.transport.netty;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.net.Socket;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.3 and nothing older, by BoringSSL where it loads, else by the JDK. */
final class Tls {

    private static final String VERSION = "TLSv1.3";

    private final SslProvider provider;

    /**
     * @param boringSsl whether to use BoringSSL by native code, else the JDK's TLS
     */
    Tls(boolean boringSsl) {
        provider = boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    static boolean boringSslLoads() {
        try {
            return OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL_REFCNT);
        } catch (LinkageError e) { // part of it is missing
            return false;
        }
    }

    /** To be released by its holder. */
    SslContext server(TlsIdentity identity) throws SSLException {
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(provider)
                .protocols(VERSION)
                .keyStoreType("JKS") // in memory only; the default would spend 0.1 s on hashing its empty password
                .build();
    }

    /** To be released by its holder. */
    SslContext client() throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols(VERSION)
                .trustManager(new TakeAny())
                // Netty compares host names by default. A relay's certificate may carry any: the relay proves itself by
                // its own key, in a hello that covers the certificate's hash (docs/security.md).
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /** Takes every certificate: that its holder is the relay meant is proved above TLS. */
    private static final class TakeAny extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
