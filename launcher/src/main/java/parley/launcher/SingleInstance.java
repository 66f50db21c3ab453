package parley.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * One window for each profile. While a face runs that is a {@link Runnable} too, its process listens on a Unix domain
 * socket in the profile, which only its owner may connect to. A second start of the product connects to it, the face is
 * run (and brings its window in front), and one byte says that this was done. Where a socket cannot be had, as in a
 * directory whose name is too long for one, a second start is one like any other.
 */
final class SingleInstance implements AutoCloseable {

    private static final System.Logger log = System.getLogger(SingleInstance.class.getName());

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Runnable face;

    private SingleInstance(Path socket, ServerSocketChannel channel, Runnable face) {
        this.socket = socket;
        this.channel = channel;
        this.face = face;
    }

    /**
     * Runs {@code face}, on a thread of its own, whenever somebody {@linkplain #answers asks} at {@code socket}, which
     * is this process's alone. Null if it cannot be run or asked.
     */
    static @Nullable SingleInstance listen(Path socket, Object face) {
        if (!(face instanceof Runnable runnable)) return null;
        try {
            Files.deleteIfExists(socket); // of a process that was killed
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(socket));
                var posix = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
                if (posix != null) posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            var instance = new SingleInstance(socket, channel, runnable);
            Thread.ofPlatform().daemon().name("second-starts").start(instance::accept);
            return instance;
        } catch (IOException | UnsupportedOperationException e) {
            log.log(System.Logger.Level.DEBUG, "A second start will not be noticed", e);
            return null;
        }
    }

    /** Whether the process that listens at {@code socket} has run its face, within {@code patience}. */
    static boolean answers(Path socket, Duration patience) {
        if (!Files.exists(socket)) return false;
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) return false; // more wait there than have room
            channel.register(selector, SelectionKey.OP_READ);
            return selector.select(patience.toMillis()) > 0 && channel.read(ByteBuffer.allocate(1)) == 1;
        } catch (IOException | UnsupportedOperationException e) {
            log.log(System.Logger.Level.DEBUG, "Nobody listens at " + socket, e);
            return false;
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try (var asking = channel.accept()) {
                answer(asking);
            } catch (IOException e) { // closed, or there is no file to be had
                log.log(System.Logger.Level.DEBUG, "Second starts are no longer noticed", e);
                if (channel.isOpen()) close(); // else they would wait for it in vain
            }
        }
    }

    private void answer(SocketChannel asking) {
        try {
            face.run();
            asking.write(ByteBuffer.allocate(1));
        } catch (IOException | RuntimeException | LinkageError e) { // then the one who asks starts by itself
            log.log(System.Logger.Level.DEBUG, "A second start was not answered", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "The socket " + socket + " was left behind", e);
        }
    }
}
