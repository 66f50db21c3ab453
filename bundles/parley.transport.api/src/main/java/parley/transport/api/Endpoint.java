package parley.transport.api;

import java.net.URI;

/** Where a relay is reached: {@code wss://host:port}, or {@code ws://host:port} without TLS. */
public record Endpoint(String host, int port, boolean tls) {

    public Endpoint {
        if (host.isEmpty()) throw new IllegalArgumentException("the relay's host is missing");
        if (port < 1 || port > 65535) throw new IllegalArgumentException(port + " is no port: not within 1 and 65535");
    }

    /**
     * @throws IllegalArgumentException if {@code url} is not {@code wss://host:port} or {@code ws://host:port}
     */
    public static Endpoint of(URI url) {
        var tls = "wss".equals(url.getScheme());
        if (!tls && !"ws".equals(url.getScheme())) {
            throw new IllegalArgumentException("a relay's address begins with wss:// or ws://, not " + url.getScheme());
        }
        var host = url.getHost() == null ? "" : url.getHost();
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        return new Endpoint(host, url.getPort(), tls);
    }

    public URI url() {
        return URI.create((tls ? "wss://" : "ws://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    public String toString() {
        return url().toString();
    }
}
