package parley.launcher.stage;

import jakarta.json.JsonObject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** Somebody with an account, and the client they use at the moment. May be used from one thread at a time. */
public final class Person {

    private final String address;
    private Actor client;

    private Person(String address, Actor client) {
        this.address = address;
        this.client = client;
    }

    /** Makes an account by invite for whoever {@code client} is named after. */
    public static Person signUp(Actor client, String invite) {
        client.await("ready");
        // A line on standard input, not an argument: nobody else on this machine sees the invite.
        var answer = client.askOk("account", "create", client.name(), "--invite", invite);
        return new Person(answer.getString("account"), client);
    }

    /** Their full address. */
    public String address() {
        return address;
    }

    /** The client they use now. */
    public Actor client() {
        return client;
    }

    /** Starts the client anew after it has ended, with the same profile, and waits until it is ready. */
    public void comeBack() {
        client = client.again();
        client.await("ready");
    }

    /** Asks {@code other}, who approves; returns when both know. */
    public void befriend(Person other) {
        client.askOk("connect", other.address);
        other.client.await("contact", event -> isContact(event, address, "asks"));
        other.client.askOk("approve", address);
        client.await("contact", event -> isContact(event, other.address, "approved"));
    }

    /** Says {@code text} to {@code other}. Returns the message's id once it is in the outbox. */
    public String say(Person other, String text) {
        return client.askOk("say", other.address, text).getString("id");
    }

    /** Waits for the message {@code id} and returns its text. */
    public String hear(String id, Duration patience) {
        return client.await("message " + id, patience, is("message", event -> event.getString("id").equals(id)))
                .getString("text");
    }

    /** Waits until the message or file {@code id} has arrived at the other end. */
    public void awaitDelivery(String id, Duration patience) {
        client.await(
                "that " + id + " is delivered",
                patience,
                is(
                        "receipt",
                        event -> event.getString("message").equals(id) && !event.getString("state").equals("sent")));
    }

    /** Offers {@code file} to {@code other}. Returns the file's id. */
    public String offer(Person other, Path file) {
        return client.askOk("send", other.address, file.toString())
                .getJsonArray("files")
                .getJsonObject(0)
                .getString("id");
    }

    /** Accepts the file {@code id} into the directory {@code to} once it is offered. */
    public void accept(String id, Path to) {
        awaitFile(id, "offered", Actor.PATIENCE);
        client.askOk("accept", id, "--to", to.toString());
    }

    /**
     * Waits until the file {@code id} is in {@code state}.
     *
     * @return the event that said so
     * @throws StageException if it fails or is not in time
     */
    public JsonObject awaitFile(String id, String state, Duration patience) {
        return client.await(
                "file " + id + " " + state,
                patience,
                is(
                        "file",
                        event -> {
                            if (!event.getString("id").equals(id)) return false;
                            if (event.getString("state").equals("failed") && !state.equals("failed")) {
                                throw new StageException("the file failed: " + event);
                            }
                            return event.getString("state").equals(state);
                        }));
    }

    private static Predicate<JsonObject> is(String name, Predicate<JsonObject> fits) {
        return event -> event.getString("event", "").equals(name) && fits.test(event);
    }

    private static boolean isContact(JsonObject event, String account, String state) {
        return event.getString("account").equals(account) && event.getString("state").equals(state);
    }
}
