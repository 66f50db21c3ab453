package parley.transport.netty;

import com.sun.management.OperatingSystemMXBean;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * What the transport costs, both ends in one process on loopback. Run by hand, on a quiet machine: processor time is
 * the steadier number.
 */
final class TransportBench {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final int SEGMENT = 1 << 20;

    private TransportBench() {}

    @SuppressWarnings("SystemOut") // is what it is for
    public static void main(String... args) throws Exception {
        for (var kind : Net.Kind.values()) {
            if (args.length > 0 && !List.of(args).contains(kind.name())) continue;
            try (var net = new Net(kind)) {
                for (var round = 0; round < 2; round++) { // the first warms up
                    frames(kind + " 1 link", net, 1, 500_000);
                    frames(kind + " 200 links", net, 200, 2_500);
                    echoes(kind + " 200 links, echoed one by one", net, 200, 1000);
                    var segments = 1024;
                    net.answering = call -> new HttpReply(201, Map.of(), Bytes.EMPTY);
                    exchange(
                            kind + " PUT",
                            net,
                            new HttpCall("PUT", "/", Map.of(), Bytes.wrap(new byte[SEGMENT])),
                            segments);
                    var body = Bytes.wrap(new byte[SEGMENT]);
                    net.answering = call -> new HttpReply(206, Map.of(), body);
                    exchange(kind + " GET", net, new HttpCall("GET", "/", Map.of(), Bytes.EMPTY), segments);
                }
            }
        }
    }

    private static void frames(String what, Net net, int count, int each) throws Exception {
        var arrived = new CountDownLatch(count);
        net.accepting =
                _ ->
                        new LinkListener() {
                            private int seen;

                            @Override
                            public void received(Bytes frame) {
                                if (++seen == each) arrived.countDown();
                            }

                            @Override
                            public void closed(String reason) {}
                        };
        var links = links(net, count, _ -> new Net.End());
        var frame = Bytes.wrap(new byte[256]);
        report(
                what + ", 256-byte frames/s",
                (long) count * each,
                100_000,
                () -> {
                    for (var i = 0; i < each; i++) {
                        for (var link : links) if (!link.send(frame)) Net.until(link::isWritable);
                    }
                    arrived.await();
                    return null;
                });
        for (var link : links) link.close("done");
    }

    private static void echoes(String what, Net net, int count, int each) throws Exception {
        var done = new CountDownLatch(count);
        net.accepting =
                link ->
                        new LinkListener() {
                            @Override
                            public void received(Bytes frame) {
                                link.send(frame);
                            }

                            @Override
                            public void closed(String reason) {}
                        };
        var echoing = new ArrayList<Echo>();
        var links =
                links(
                        net,
                        count,
                        _ -> {
                            var echo = new Echo(each, done);
                            echoing.add(echo);
                            return echo;
                        });
        for (var i = 0; i < count; i++) echoing.get(i).link = links.get(i);
        report(
                what + ", messages/s",
                2L * count * each,
                100_000,
                () -> {
                    for (var link : links) link.send(Bytes.wrap(new byte[256]));
                    done.await();
                    return null;
                });
        for (var link : links) link.close("done");
    }

    private static final class Echo implements LinkListener {

        private final int each;
        private final CountDownLatch done;
        private int seen;
        volatile @Nullable Link link;

        Echo(int each, CountDownLatch done) {
            this.each = each;
            this.done = done;
        }

        @Override
        public void received(Bytes frame) {
            if (++seen == each) {
                done.countDown();
            } else {
                var to = link;
                if (to != null) to.send(frame);
            }
        }

        @Override
        public void closed(String reason) {}
    }

    private interface Listeners {
        LinkListener next(int number);
    }

    private static List<Link> links(Net net, int count, Listeners listeners) throws IOException {
        var links = new ArrayList<Link>();
        for (var i = 0; i < count; i++) links.add(net.transport.connect(net.endpoint, listeners.next(i)));
        return links;
    }

    private static void exchange(String what, Net net, HttpCall call, int segments) throws Exception {
        try (var http = net.transport.connectHttp(net.endpoint, net.listener.certificateHash())) {
            report(
                    what + ", 1 MiB each, MiB/s",
                    segments,
                    1024,
                    () -> {
                        for (var i = 0; i < segments; i++) http.exchange(call);
                        return null;
                    });
        }
    }

    @SuppressWarnings("SystemOut")
    private static void report(String what, long count, int unit, Callable<?> work) throws Exception {
        var cpu = SYSTEM.getProcessCpuTime();
        var begun = System.nanoTime();
        work.call();
        var seconds = (System.nanoTime() - begun) / 1e9;
        var cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
                "%-66s %,10.0f   CPU-s per %,d: %.3f%n", what, count / seconds, unit, cpuSeconds * unit / count);
    }
}
