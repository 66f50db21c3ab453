package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Presences;
import parley.protocol.AccountKey;

import java.util.Optional;

/** What the person at a {@link FakeClient} says of their being there; fails as that does. */
final class FakePresences implements Presences {

    private final FakeClient client;
    private volatile Own own = new Own(false, "");

    FakePresences(FakeClient client) {
        this.client = client;
    }

    @Override
    public Own own() throws CommandException {
        if (client.refusal.isPresent()) throw client.refusal.get();
        return own;
    }

    @Override
    public Own away(boolean away) throws CommandException {
        client.note("away " + away);
        if (client.refusal.isPresent()) throw client.refusal.get();
        own = new Own(away, own.status());
        return own;
    }

    @Override
    public Own status(String status) throws CommandException {
        client.note("status " + status);
        if (client.refusal.isPresent()) throw client.refusal.get();
        own = new Own(own.away(), status.strip());
        return own;
    }

    @Override
    public void idle(boolean idle) {
        client.note("idle " + idle);
    }

    @Override
    public Optional<There> of(AccountKey account) {
        throw new AssertionError("events tell it");
    }
}
