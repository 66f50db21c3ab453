package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.protocol.InviteLink;
import parley.protocol.RelayAddress;
import parley.relay.api.Relay;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The relay that the desktop carries, if its bundles are there and nobody said {@code --no-relay}: started for whoever
 * signs up with it, and again whenever this account lives on it, once the window has been painted. It listens on
 * loopback.
 *
 * <p>Immediate, because others are on it also while the profile is locked and no view needs it.
 */
@Component(service = OwnRelay.class, immediate = true)
public final class OwnRelay {

    private static final Phrases T = Phrases.of(OwnRelay.class);

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration FIRST_INVITE = Duration.ofMinutes(10);
    private static final System.Logger log = System.getLogger(OwnRelay.class.getName());

    private final Accounts accounts;
    private final Notices notices;
    private final UiThread ui;
    private final CompletableFuture<?> shown;
    private final Path home;
    private final boolean wanted;
    private volatile @Nullable Relay relay;
    private volatile Relay.@Nullable Running running;
    private volatile @Nullable Relay startedBy;
    private volatile boolean ended;
    private volatile Runnable changed = () -> {};

    @Activate
    public OwnRelay(
            @Reference Accounts accounts,
            @Reference Notices notices,
            @Reference UiThread ui,
            @Reference(target = "(launcher.shown=*)") CompletableFuture<?> shown,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(
                accounts,
                notices,
                ui,
                shown,
                Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("relay"),
                !(launcher.get("launcher.arguments") instanceof String[] given
                        && List.of(given).contains("--no-relay")));
    }

    OwnRelay(Accounts accounts, Notices notices, UiThread ui, CompletableFuture<?> shown, Path home, boolean wanted) {
        this.accounts = accounts;
        this.notices = notices;
        this.ui = ui;
        this.shown = shown;
        this.home = home;
        this.wanted = wanted;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRelay(Relay there) {
        relay = there;
        ui.execute(changed);
        resumeSoon();
    }

    /** A relay ends with the bundle it came from; another bundle's, if there is one, takes its place. */
    void unsetRelay(Relay gone) {
        if (relay == gone) relay = null;
        if (startedBy == gone) running = null;
        notices.trouble(Notices.Source.OWN_RELAY, null);
        ui.execute(changed);
        resumeSoon();
    }

    /** The account is known once the profile is open, which is nothing to wait for here. */
    void resumeSoon() {
        if (wanted && relay != null && Files.isDirectory(home))
            Thread.ofVirtual().name("own-relay").start(this::resume);
    }

    @Deactivate
    synchronized void close() {
        ended = true;
        stop();
    }

    private synchronized void stop() {
        var stopping = running;
        running = null;
        if (stopping != null) stopping.close();
    }

    /** Runs {@code listener} on the UI thread whenever {@link #possible} may answer otherwise than before. */
    void whenChanged(Runnable listener) {
        changed = listener;
    }

    /** Whether an account can be made on a relay of one's own. */
    boolean possible() {
        return wanted && relay != null;
    }

    boolean running() {
        return running != null;
    }

    /** Whether {@code relay} is the one that runs here. */
    boolean carries(RelayAddress relay) {
        var there = running;
        return there != null && there.fingerprint().equals(relay.fingerprint());
    }

    /**
     * Starts the relay, if it is not running, and makes an account on it. Blocks; call it from a virtual thread.
     *
     * @throws CommandException if either does not work
     */
    void signUp(String name) throws CommandException {
        var relayThere = start(0);
        try {
            accounts.create(name, InviteLink.parse(relayThere.invite(1, FIRST_INVITE)));
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Makes an invite link for any number of people and hands it over on the UI thread. */
    void invite(Duration lifetime, Consumer<String> made) {
        Thread.ofVirtual()
                .name("own-relay-invite")
                .start(() -> {
                    var there = running;
                    if (there == null) return;
                    try {
                        var link = there.invite(0, lifetime);
                        ui.execute(() -> made.accept(link));
                    } catch (IOException e) {
                        notices.notice(T.get("own.uninvited", "why", String.valueOf(e.getMessage())));
                    }
                });
    }

    /**
     * Starts the relay that this account lives on, at its old port if that is free, and says where it is; the link that
     * has been tried before it listened is tried again at once.
     */
    private void resume() {
        shown.handle((_, _) -> null).join();
        if (ended) return;
        var account = accounts.current();
        if (account.isEmpty()) return;
        try {
            var there = start(account.get().relay().url().getPort());
            notices.trouble(Notices.Source.OWN_RELAY, null);
            if (!there.fingerprint().equals(account.get().relay().fingerprint())) {
                log.log(System.Logger.Level.INFO, "this account lives on another relay than the one in {0}", home);
                stop();
                return;
            }
            accounts.relayMoved(there.url());
        } catch (CommandException e) {
            if (ended || e.code() == Code.PASSPHRASE_NEEDED) return; // the link, too, waits for it
            notices.trouble(Notices.Source.OWN_RELAY, e.getMessage());
        }
    }

    private synchronized Relay.Running start(int port) throws CommandException {
        var there = running;
        if (there != null) return there;
        if (ended) throw new CommandException(Code.INTERNAL, T.get("own.missing"));
        var offered = relay;
        if (offered == null) throw new CommandException(Code.INTERNAL, T.get("own.missing"));
        try {
            try {
                there = offered.start(settings(port));
            } catch (BindException e) { // somebody else has the old port
                there = offered.start(settings(0));
            }
        } catch (IOException e) {
            throw problem(e);
        }
        running = there;
        startedBy = offered;
        return there;
    }

    private Relay.Settings settings(int port) {
        return new Relay.Settings(
                home, LOOPBACK, port, Optional.empty(), Relay.Registration.INVITE, Optional.empty(), true, false);
    }

    private static CommandException problem(IOException e) {
        return new CommandException(Code.INTERNAL, T.get("own.failed", "why", String.valueOf(e.getMessage())), e);
    }
}
