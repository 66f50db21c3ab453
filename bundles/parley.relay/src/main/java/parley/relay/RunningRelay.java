package parley.relay;

import parley.protocol.InviteLink;
import parley.protocol.RelayAddress;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.relay.api.BlobStore;
import parley.relay.api.BlobStores;
import parley.relay.api.Relay;
import parley.relay.api.RelayStores;
import parley.relay.api.StoreException;
import parley.transport.api.Acceptor;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One relay that listens: makes its parts in order, and takes them down in reverse. */
final class RunningRelay implements Relay.Running, Acceptor {

    /** What a relay is made with. */
    record Parts(
            Transport transport,
            RelayStores stores,
            BlobStores blobs,
            Signatures signatures,
            long blobQuota,
            int connections,
            int connectionsPerAddress,
            Hub.Patience patience) {}

    private static final System.Logger log = System.getLogger(RunningRelay.class.getName());

    private final Hub hub;
    private final HttpFace http;
    private final Listener listener;
    private final ArrayDeque<Runnable> teardown = new ArrayDeque<>();
    private volatile boolean closed;

    RunningRelay(Relay.Settings settings, Parts parts) throws IOException {
        SettingsCheck.check(settings);
        try {
            makeHome(settings.home());
            var opened = parts.stores().open(settings.home().resolve("log"));
            teardown.push(opened::close);
            var identity = RelayIdentity.open(settings.home(), parts.signatures());
            BlobStore blobs = parts.blobs().open(settings.home().resolve("blobs"), parts.blobQuota());
            teardown.push(blobs::close);
            var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("relay-task-", 0).factory());
            var room = Runtime.getRuntime().maxMemory() / 8;
            var fanOut = new FanOut(opened.logs(), threads, room);
            opened.logs().listen(fanOut);
            fanOut.start();
            teardown.push(fanOut::stop);
            teardown.push(() -> {
                threads.shutdown();
                try {
                    if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                        log.log(System.Logger.Level.WARNING, "Requests were still under way when the relay stopped");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            var clock =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().daemon().name("relay-clock").factory());
            teardown.push(clock::shutdownNow);
            hub =
                    new Hub(
                            settings,
                            settings.name().orElseGet(identity::derivedName),
                            identity,
                            parts.signatures(),
                            opened.logs(),
                            opened.directory(),
                            blobs,
                            fanOut,
                            new Allowances(System::nanoTime),
                            new StrangerSlots(),
                            threads,
                            clock,
                            ConcurrentHashMap.newKeySet(),
                            new ConcurrentHashMap<>(),
                            new AtomicLong(),
                            parts.patience());
            http = new HttpFace(blobs);
            var links = hub.clientLinks();
            var tick = new FanOutEvent.Tick();
            var unused = clock.scheduleAtFixedRate(() -> tick(links, fanOut, tick), 1, 1, TimeUnit.SECONDS);
            listener = parts.transport().listen(options(settings, parts), this);
            teardown.push(() -> listener.close(Sentences.LEAVING));
        } catch (IOException | RuntimeException e) {
            tearDown();
            throw e;
        }
    }

    private static void tick(Set<ClientLink> links, FanOut fanOut, FanOutEvent.Tick tick) {
        fanOut.post(tick);
        var now = System.nanoTime();
        for (var link : links) link.tick(now);
    }

    private static ListenOptions options(Relay.Settings settings, Parts parts) {
        ListenOptions.Tls tls;
        if (settings.certificate().isPresent()) {
            var certificate = settings.certificate().get();
            tls = new ListenOptions.Tls.Pem(certificate.chain(), certificate.key());
        } else if (settings.plain()) {
            tls = new ListenOptions.Tls.None();
        } else {
            tls = new ListenOptions.Tls.SelfSigned(settings.home().resolve("tls"), settings.name().orElse("localhost"));
        }
        return new ListenOptions(
                settings.host(),
                settings.port(),
                tls,
                Frame.MAX_FRAME_BEFORE_SIGN_IN,
                BlobStore.MAX_RANGE,
                parts.connections(),
                settings.behindProxy() ? parts.connections() : parts.connectionsPerAddress());
    }

    private static void makeHome(Path home) throws StoreException {
        try {
            if (Files.isDirectory(home)) return;
            var posix = home.getFileSystem().supportedFileAttributeViews().contains("posix");
            var mode =
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createDirectories(home, mode);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    "The relay's directory "
                            + home
                            + " cannot be made: give this user the right to write there, or choose"
                            + " another with --home.",
                    e);
        }
    }

    @Override
    public LinkListener accepted(Link link) {
        var client = new ClientLink(hub, link);
        hub.clientLinks().add(client);
        if (closed) client.fail(Problem.LEAVING, Sentences.LEAVING);
        return client;
    }

    @Override
    public Optional<HttpReply> refusal(HttpCall head) {
        return http.refusal(head);
    }

    @Override
    public HttpReply answer(HttpCall call) {
        return http.answer(call);
    }

    @Override
    public URI url() {
        return url(reachableHere(hub.settings().host()));
    }

    @Override
    public RelayKey key() {
        return hub.identity().key();
    }

    @Override
    public String fingerprint() {
        return RelayAddress.fingerprint(key());
    }

    @Override
    public String name() {
        return hub.name();
    }

    @Override
    public String invite(int uses, Duration lifetime) throws StoreException {
        var token = Token.random();
        hub.directory().grant(token.hash(), Right.SIGN_UP, Optional.empty(), uses, lifetime);
        return new InviteLink(new RelayAddress(reachableByOthers(), fingerprint()), token).text();
    }

    /** Where people reach this relay: by its name if it has one, else by an address of this machine. */
    private URI reachableByOthers() {
        var settings = hub.settings();
        if (settings.name().isEmpty()) return url(addressForOthers(settings.host()));
        var name = settings.name().get();
        var proxied = settings.behindProxy();
        var scheme = settings.plain() && !proxied ? "ws://" : "wss://";
        if (URI.create(scheme + name).getPort() > 0) return URI.create(scheme + name);
        return URI.create(scheme + name + ":" + (proxied ? 443 : listener.port()));
    }

    private URI url(String host) {
        var literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((hub.settings().plain() ? "ws://" : "wss://") + literal + ":" + listener.port());
    }

    private static String reachableHere(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }

    private static String addressForOthers(String host) {
        if (!host.equals("0.0.0.0") && !host.equals("::")) return host;
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(RunningRelay::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(reachableHere(host));
        } catch (SocketException e) {
            return reachableHere(host);
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp() && !one.isLoopback() && !one.isVirtual();
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() { // whoever comes second waits for the first
        if (closed) return;
        closed = true;
        for (var client : hub.clientLinks()) client.fail(Problem.LEAVING, Sentences.LEAVING);
        tearDown();
    }

    Hub hub() {
        return hub;
    }

    boolean isClosed() {
        return closed;
    }

    /** Stops what was started, the last first, whatever fails on the way. */
    private void tearDown() {
        while (!teardown.isEmpty()) {
            try {
                teardown.pop().run();
            } catch (RuntimeException e) {
                log.log(System.Logger.Level.ERROR, "A part of the relay did not stop well", e);
            }
        }
    }
}
