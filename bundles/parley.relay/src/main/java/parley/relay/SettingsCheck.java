package parley.relay;

import parley.protocol.Address;
import parley.relay.api.Relay;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds settings that contradict one another. */
final class SettingsCheck {

    private SettingsCheck() {}

    /**
     * @throws IllegalArgumentException with a sentence for a person
     */
    static void check(Relay.Settings settings) {
        if (settings.port() < 0 || settings.port() > 65535) {
            throw new IllegalArgumentException(
                    "The port is not within 0 and 65535: choose another with --listen HOST:PORT.");
        }
        if (settings.plain() && settings.certificate().isPresent()) {
            throw new IllegalArgumentException("--plain is without TLS and --cert is for TLS: leave one of them out.");
        }
        if (settings.plain() && !settings.behindProxy() && !isLoopback(settings.host())) {
            throw new IllegalArgumentException(
                    "Without TLS a relay listens on this machine only: use --listen 127.0.0.1:PORT, or add"
                            + " --behind-proxy if a proxy adds the TLS.");
        }
        settings.name().ifPresent(SettingsCheck::checkName);
    }

    private static void checkName(String name) {
        try {
            var unused = new Address("a", name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The relay's name is a host name in lower case, as in relay.example: choose another with --name.",
                    e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
