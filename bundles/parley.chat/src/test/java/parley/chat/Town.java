package parley.chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import parley.protocol.ConversationId;
import parley.protocol.content.BackupItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What tests of whole clients share: a hub, alice and bob, and one clock. */
abstract class Town {

    final AtomicReference<Instant> clock = new AtomicReference<>(Client.START);
    final Hub hub = new Hub();
    private final List<Client> clients = new ArrayList<>();

    Client alice;
    Client bob;

    /** Who opens the conversation where each has asked: the smaller account key; and the other. */
    Client smaller;

    Client larger;

    @BeforeEach
    void aliceAndBobLiveHere() throws Exception {
        alice = client("alice");
        bob = client("bob");
        var ordered = alice.account().bytes().compareTo(bob.account().bytes()) < 0;
        smaller = ordered ? alice : bob;
        larger = ordered ? bob : alice;
    }

    Client client(String name) throws Exception {
        var client = new Client(name, hub, clock);
        clients.add(client);
        return client;
    }

    /** A new device of a client's account, from a backup. */
    Client restored(Client former, List<BackupItem> backup) throws Exception {
        var client = Client.restored(former, backup);
        clients.add(client);
        return client;
    }

    /** What these tell one another in a conversation is told, and nothing waits for its turn to be. */
    static void rest(ConversationId id, Client... clients) throws InterruptedException {
        for (var round = 0; round < 2; round++) { // what is answered, and the answer
            for (var client : clients) client.settles(id);
        }
        for (var client : clients) client.chat.signals().down();
    }

    @AfterEach
    void everybodyGoes() {
        clients.forEach(Client::close);
    }
}
