package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.RelayKey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Starts a relay: headless, or alongside a client that is its own home relay. */
@ProviderType
public interface Relay {

    /** Who may sign up. */
    enum Registration {
        INVITE,
        OPEN,
        CLOSED
    }

    /**
     * How a relay runs.
     *
     * @param home the directory it keeps everything in
     * @param host the address to listen on
     * @param port 0 takes a free one
     * @param name its part of an address; empty: derived from the relay key
     * @param certificate the operator's chain and key (PEM); empty: one of its own
     * @param plain without TLS: only on loopback, or with {@code behindProxy}
     */
    record Settings(
            Path home,
            String host,
            int port,
            Optional<String> name,
            Registration registration,
            Optional<Certificate> certificate,
            boolean plain,
            boolean behindProxy) {}

    record Certificate(Path chain, Path key) {}

    /**
     * Starts. Blocks until it listens; call it from a virtual thread.
     *
     * @throws java.net.BindException if the port is taken
     * @throws StoreException if what it keeps on disk is damaged, in use, or cannot be written
     * @throws IllegalArgumentException if the settings contradict one another, with a sentence for a person
     */
    Running start(Settings settings) throws IOException;

    /** A relay that listens. */
    interface Running extends AutoCloseable {

        /** {@code wss://host:port}, as a client on this machine reaches it. */
        URI url();

        RelayKey key();

        /** SHA-256 of the relay key in 64 hex digits. */
        String fingerprint();

        /** Its part of an address. */
        String name();

        /**
         * Makes an invite link.
         *
         * @param uses 0 for any number of people
         */
        String invite(int uses, Duration lifetime) throws StoreException;

        /** Tells clients, makes everything durable and stops. Blocks. */
        @Override
        void close();
    }
}
