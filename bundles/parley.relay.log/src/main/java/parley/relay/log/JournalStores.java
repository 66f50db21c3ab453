package parley.relay.log;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

import parley.relay.api.RelayStores;
import parley.relay.api.StoreException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps a relay's logs and directory in a journal on the local disk. */
@Component
@Designate(ocd = JournalStores.Config.class)
public final class JournalStores implements RelayStores {

    /** Sizes and times. The defaults fit a relay of some thousand people. */
    @ObjectClassDefinition(name = "Relay journal")
    public @interface Config {

        @AttributeDefinition(description = "Size of a journal file, in MiB")
        int segmentMebibytes() default 64;

        @AttributeDefinition(description = "Most that one conversation may take, in MiB; then its oldest entries go")
        int logQuotaMebibytes() default 64;

        @AttributeDefinition(description = "How long an entry is kept at most, in days")
        int retentionDays() default 30;

        @AttributeDefinition(description = "Memory for recent entries of all conversations, in MiB")
        int cacheMebibytes() default 16;

        @AttributeDefinition(description = "Memory for what waits to be written, in MiB")
        int queueMebibytes() default 32;
    }

    private static final long MEBIBYTE = 1 << 20;

    private final Settings settings;

    @Activate
    public JournalStores(Config config) {
        this(
                new Settings(
                        Disk.REAL,
                        InstantSource.system(),
                        config.segmentMebibytes() * MEBIBYTE,
                        config.logQuotaMebibytes() * MEBIBYTE,
                        Duration.ofDays(config.retentionDays()),
                        config.cacheMebibytes() * MEBIBYTE,
                        config.queueMebibytes() * MEBIBYTE));
    }

    JournalStores(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Opened open(Path directory) throws StoreException {
        return OpenStores.open(directory, settings);
    }
}
