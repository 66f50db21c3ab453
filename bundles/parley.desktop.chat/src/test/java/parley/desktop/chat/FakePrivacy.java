package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Privacy;

import java.util.concurrent.Semaphore;

/** What others are told of the person at a {@link FakeClient}; fails as that does. */
final class FakePrivacy implements Privacy {

    /** Each change takes one; without limit unless a test takes them away. */
    final Semaphore changes = new Semaphore(1_000_000);

    private final FakeClient client;
    private volatile Told told = new Told(true, true, true, true);

    FakePrivacy(FakeClient client) {
        this.client = client;
    }

    @Override
    public Told told() throws CommandException {
        if (client.refusal.isPresent()) throw client.refusal.get();
        return told;
    }

    /** How it stands, whatever fails. */
    Told now() {
        return told;
    }

    @Override
    public void delivered(boolean on) throws CommandException {
        set("delivered " + on, new Told(on, told.receipts(), told.typing(), told.presence()));
    }

    @Override
    public void receipts(boolean on) throws CommandException {
        set("receipts " + on, new Told(told.delivered(), on, told.typing(), told.presence()));
    }

    @Override
    public void typing(boolean on) throws CommandException {
        set("typing of all " + on, new Told(told.delivered(), told.receipts(), on, told.presence()));
    }

    @Override
    public void presence(boolean on) throws CommandException {
        set("presence " + on, new Told(told.delivered(), told.receipts(), told.typing(), on));
    }

    private void set(String call, Told changed) throws CommandException {
        client.note(call);
        changes.acquireUninterruptibly();
        if (client.refusal.isPresent()) throw client.refusal.get();
        told = changed;
    }
}
