package parley.desktop.chat;

import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.relay.api.Relay;

import java.net.URI;
import java.time.Duration;

/** A relay that only says that it is there. */
final class FakeRelay implements Relay {

    static final String INVITE = "parley://127.0.0.1:7463/join?fp=" + "ab".repeat(32) + "&plain=1#" + "A".repeat(43);

    @Override
    public Running start(Settings settings) {
        return new Running() {
            @Override
            public URI url() {
                return URI.create("ws://127.0.0.1:7463");
            }

            @Override
            public RelayKey key() {
                return new RelayKey(Bytes.of(new byte[32]));
            }

            @Override
            public String fingerprint() {
                return "ab".repeat(32);
            }

            @Override
            public String name() {
                return "relay.example";
            }

            @Override
            public String invite(int uses, Duration lifetime) {
                return INVITE;
            }

            @Override
            public void close() {}
        };
    }
}
