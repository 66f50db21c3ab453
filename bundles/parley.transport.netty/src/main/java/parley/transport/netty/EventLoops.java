package parley.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.io.File;
import java.util.concurrent.TimeUnit;

/**
 * The threads that move bytes, and the kind of sockets that suits this machine. Threads start with their first work.
 */
final class EventLoops {

    /** How much a channel may hold, encrypted, before we wait for its socket. */
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final boolean epoll;
    private final EventLoopGroup accepting;
    private final EventLoopGroup working;

    /**
     * @param epoll whether to use Linux's epoll by native code, else the JDK's selectors
     */
    EventLoops(boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        accepting = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("parley-accept", true), io);
        var cores = Runtime.getRuntime().availableProcessors();
        working = new MultiThreadIoEventLoopGroup(cores, new DefaultThreadFactory("parley-net", true), io);
    }

    static boolean epollLoads() {
        try {
            return Epoll.isAvailable();
        } catch (LinkageError e) { // part of it is missing
            return false;
        }
    }

    ServerBootstrap server() {
        var bootstrap =
                new ServerBootstrap()
                        .group(accepting, working)
                        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, 4096)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                        .childOption(ChannelOption.TCP_NODELAY, true);
        // A restarted relay takes its port back at once. On Windows the option would let others take it from us.
        return File.separatorChar == '/' ? bootstrap.option(ChannelOption.SO_REUSEADDR, true) : bootstrap;
    }

    Bootstrap client() {
        return new Bootstrap()
                .group(working)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .disableResolver() // Netty's would look names up on an event loop, and block it
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Ends all threads. Blocks, at most some seconds. */
    void close() {
        var accepted = accepting.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        var worked = working.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        accepted.awaitUninterruptibly(3, TimeUnit.SECONDS);
        worked.awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
