package parley.relay;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

import parley.cipher.api.CipherSuite;
import parley.relay.api.BlobStores;
import parley.relay.api.Relay;
import parley.relay.api.RelayStores;
import parley.transport.api.Transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Starts relays that are the hub of their logs, and stops them with itself. */
@Component
@Designate(ocd = HubRelay.Config.class)
public final class HubRelay implements Relay {

    @ObjectClassDefinition(name = "Relay")
    public @interface Config {

        @AttributeDefinition(description = "The most bytes of files kept for one account")
        long blobQuota() default 20L << 30;

        @AttributeDefinition(description = "The most connections at once")
        int connections() default 20_000;

        @AttributeDefinition(description = "The most connections at once from one address")
        int connectionsPerAddress() default 256;

        @AttributeDefinition(description = "The most links of one account at once")
        int linksPerAccount() default 256;

        @AttributeDefinition(description = "The seconds a link may take to sign in")
        int signInSeconds() default 10;
    }

    /** Frames before a sign-in: hello, sign-up with some attempts at a name, and what is sent ahead of the answer. */
    private static final int FRAMES_BEFORE_SIGN_IN = 16;

    private static final int LOGS_PER_LINK = 10_000;

    private static final long CIPHER_PATIENCE = 5_000_000_000L;

    /** What verifies signatures comes and goes. */
    @Reference volatile List<CipherSuite> suites = List.of();

    private final RunningRelay.Parts parts;
    private final Set<RunningRelay> running = ConcurrentHashMap.newKeySet();

    @Activate
    public HubRelay(
            Config config, @Reference Transport transport, @Reference RelayStores stores, @Reference BlobStores blobs) {
        this(
                transport,
                stores,
                blobs,
                config.blobQuota(),
                config.connections(),
                config.connectionsPerAddress(),
                new Hub.Patience(
                        Duration.ofSeconds(config.signInSeconds()),
                        FRAMES_BEFORE_SIGN_IN,
                        config.linksPerAccount(),
                        LOGS_PER_LINK,
                        Runtime.getRuntime().maxMemory() / 8));
    }

    HubRelay(
            Transport transport,
            RelayStores stores,
            BlobStores blobs,
            long blobQuota,
            int connections,
            int connectionsPerAddress,
            Hub.Patience patience) {
        this.parts =
                new RunningRelay.Parts(
                        transport,
                        stores,
                        blobs,
                        new Signatures(() -> suites),
                        blobQuota,
                        connections,
                        connectionsPerAddress,
                        patience);
    }

    @Override
    public Running start(Settings settings) throws IOException {
        awaitCipher(settings.home());
        var relay = new RunningRelay(settings, parts);
        running.removeIf(RunningRelay::isClosed);
        running.add(relay);
        return relay;
    }

    /** Making the relay's key needs a cipher bundle, which may come up after this one. */
    private void awaitCipher(Path home) {
        if (Files.exists(home.resolve(RelayIdentity.FILE))) return;
        var deadline = System.nanoTime() + CIPHER_PATIENCE;
        while (parts.signatures().provider().isEmpty()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Deactivate
    void close() {
        running.forEach(RunningRelay::close);
        running.clear();
    }
}
