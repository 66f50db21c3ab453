package parley.client.api.session;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.CommandException;
import parley.protocol.RelayKey;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;

import java.net.URI;
import java.util.Optional;
import java.util.function.LongFunction;

/** The signed-in link to the home relay, kept up with back-off. */
@ProviderType
public interface Session {

    /**
     * A link while it is up.
     *
     * @param name the relay's part of an address
     * @param certificateHash SHA-256 of the certificate that its verified hello covers; for HTTP to the same relay
     */
    record Up(URI url, RelayKey relay, String name, Bytes certificateHash, Transcript transcript) {}

    /** The link, while it is up and signed in. Called from any thread; returns at once. */
    Optional<Up> up();

    /**
     * Whether the relay of the link that is up names {@code capability} in its hello; false while there is none. Called
     * from any thread; returns at once.
     */
    boolean offers(String capability);

    /**
     * Asks the relay and waits for the answer, whatever it is ({@link Frame.Refused} too). Blocks, up to 30 s; call it
     * from a virtual thread, and never inside a transaction or a {@link SessionListener} call.
     *
     * @param request makes the frame with the request number given
     * @throws CommandException NOT_REACHABLE if there is no link, or it went down before the answer came: the request
     *     may or may not have been carried out
     */
    Frame.Answer ask(LongFunction<? extends Frame.Request> request) throws CommandException;

    /**
     * As {@link #ask(LongFunction)}, over this very link: for what the relay takes only where something else, a Follow
     * say, was answered before.
     *
     * @throws CommandException NOT_REACHABLE if it is down, even if another is up
     */
    Frame.Answer ask(Up link, LongFunction<? extends Frame.Request> request) throws CommandException;

    /**
     * Sends a frame that has no {@link Frame.Answer} over this very link. False if it is down, even if another is up.
     * Blocks while it is full.
     */
    boolean send(Up link, Frame frame);

    /** The sentence for a person that goes with a refusal, as an exception of the fitting code. */
    static CommandException refusal(Frame.Refused refused) {
        var code =
                switch (refused.problem()) {
                    case NOT_FOUND -> CommandException.Code.NOT_FOUND;
                    case TOO_LARGE -> CommandException.Code.TOO_LARGE;
                    case LEAVING -> CommandException.Code.NOT_REACHABLE;
                    default -> CommandException.Code.REFUSED;
                };
        return new CommandException(code, refused.text());
    }
}
