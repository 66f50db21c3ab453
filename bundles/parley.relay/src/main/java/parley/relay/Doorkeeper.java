package parley.relay;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.relay.Allowances.Cost;
import parley.relay.api.Directory.Account;
import parley.relay.api.Directory.Change;
import parley.relay.api.Relay.Registration;
import parley.relay.api.StoreException;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Decides who comes in: hello, sign-up and sign-in. Blocks; call it from a virtual thread. */
final class Doorkeeper {

    /** Who has come in on a link, and what its later proofs are made over. */
    record Guest(AccountKey account, DeviceKey device, String name, Transcript transcript) {}

    /** What came of a frame before the sign-in. */
    sealed interface Verdict {

        record In(Guest guest) implements Verdict {}

        /** The list here is not older than the one that was to take its place. */
        record Newer(Account account) implements Verdict {}

        /** {@code final} ones end the link. */
        record Out(Problem problem, String text, boolean isFinal) implements Verdict {}
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hub hub;

    Doorkeeper(Hub hub) {
        this.hub = hub;
    }

    /** What both ends know after the hellos. */
    Transcript transcript(Frame.ClientHello hello, Bytes certificateHash) {
        var nonce = new byte[Frame.NONCE];
        RANDOM.nextBytes(nonce);
        var seen = hub.settings().behindProxy() ? Bytes.EMPTY : certificateHash; // clients see the proxy's
        return new Transcript(hello.nonce(), Bytes.wrap(nonce), hub.identity().key(), seen);
    }

    /** Empty while no cipher bundle can sign. */
    Optional<Frame.RelayHello> hello(Transcript transcript) {
        var open = hub.settings().registration() == Registration.OPEN;
        return hub.identity()
                .sign(hub.signatures(), transcript.hello(hub.name(), open))
                .map(signature ->
                        new Frame.RelayHello(
                                List.of(Frame.RECOVER, Frame.ANYBODY_ADDS),
                                transcript.relayNonce(),
                                transcript.relay(),
                                transcript.certificateHash(),
                                hub.name(),
                                open,
                                signature));
    }

    Verdict signIn(Frame.SignIn frame, Transcript transcript, InetAddress address) throws StoreException {
        var account = hub.directory().byKey(frame.account());
        if (account.isEmpty() || !account.get().devices().devices().contains(frame.device())) return failed(address);
        var proved = proved(transcript, frame.device(), Transcript::signIn, frame.signature());
        if (proved.isEmpty()) return failed(address);
        return new Verdict.In(new Guest(frame.account(), frame.device(), account.get().name(), proved.get()));
    }

    Verdict signUp(Frame.SignUp frame, Transcript transcript, InetAddress address) throws StoreException {
        var registration = hub.settings().registration();
        if (registration == Registration.CLOSED) {
            return new Verdict.Out(
                    Problem.DENIED, "This relay takes no new accounts: choose another, or ask its operator.", true);
        }
        if (isTooMuch(address)) return new Verdict.Out(Problem.TOO_MUCH, Sentences.TOO_MUCH, true);
        if (!Address.isName(frame.name())) {
            return new Verdict.Out(Problem.MALFORMED, "A name has 1 to 32 of a-z 0-9 . _ - : choose another.", false);
        }
        var devices = frame.devices();
        if (!hub.signatures().verify(devices.account().bytes(), devices.signed(), devices.signature())) {
            return failed(address);
        }
        var device = devices.devices().getFirst();
        var proved = proved(transcript, device, t -> t.signUp(frame.name()), frame.signature());
        if (proved.isEmpty()) return failed(address);
        var invite =
                registration == Registration.OPEN
                        ? Optional.<parley.protocol.Hash>empty()
                        : frame.invite().map(Token::hash);
        if (registration == Registration.INVITE && invite.isEmpty()) {
            return new Verdict.Out(
                    Problem.DENIED,
                    "This relay takes new accounts by invite: ask somebody who is on it for a link.",
                    true);
        }
        return switch (hub.directory().create(frame.name(), devices, invite)) {
            case MADE -> new Verdict.In(new Guest(devices.account(), device, frame.name(), proved.get()));
            case NAME_TAKEN -> new Verdict.Out(Problem.NAME_TAKEN, Sentences.of(Problem.NAME_TAKEN), false);
            case NOT_NEWER ->
                    new Verdict.Out(
                            Problem.DENIED,
                            "This account is here already with a newer list of devices: sign in instead.",
                            true);
            case TOO_MUCH ->
                    new Verdict.Out(Problem.TOO_MUCH, "This relay is full: choose another, or ask its operator.", true);
            case NO_SPACE -> new Verdict.Out(Problem.NO_SPACE, Sentences.of(Problem.NO_SPACE), true);
            case NOT_FOUND -> {
                hub.allowances().take(Allowances.network(address), Cost.FAILURE);
                yield new Verdict.Out(
                        Problem.DENIED, "The invite is unknown, expired or used up: ask for a new one.", true);
            }
        };
    }

    /**
     * Whoever has the account key may put another list in place of the one that is here. Both the list's signature and
     * that of its device over this link have to hold: nobody else's old list tells anybody which is the newest.
     */
    Verdict recover(Frame.Recover frame, Transcript transcript, InetAddress address) throws StoreException {
        if (isTooMuch(address)) return new Verdict.Out(Problem.TOO_MUCH, Sentences.TOO_MUCH, true);
        var devices = frame.devices();
        if (!hub.signatures().verify(devices.account().bytes(), devices.signed(), devices.signature())) {
            return failed(address);
        }
        var device = devices.devices().getFirst();
        var proved = proved(transcript, device, Transcript::recover, frame.signature());
        if (proved.isEmpty()) return failed(address);
        var change = hub.directory().publish(devices);
        var account = hub.directory().byKey(devices.account());
        if (change == Change.NOT_FOUND || account.isEmpty()) {
            hub.allowances().take(Allowances.network(address), Cost.FAILURE);
            return new Verdict.Out(
                    Problem.NOT_FOUND,
                    "This account is not at this relay any more: ask its operator, or sign up anew.",
                    true);
        }
        return switch (change) {
            case MADE -> {
                hub.devicesChanged(devices);
                yield new Verdict.In(new Guest(devices.account(), device, account.get().name(), proved.get()));
            }
            case NOT_NEWER -> new Verdict.Newer(account.get());
            case NO_SPACE -> new Verdict.Out(Problem.NO_SPACE, Sentences.of(Problem.NO_SPACE), true);
            default -> new Verdict.Out(Problem.TOO_MUCH, Sentences.TOO_MUCH, true);
        };
    }

    /** Whether more accounts are made, or devices put in others' place, from {@code address} than a network may. */
    private boolean isTooMuch(InetAddress address) {
        return !address.isLoopbackAddress()
                && !hub.settings().behindProxy()
                && !hub.allowances().take(Allowances.network(address), Cost.SIGN_UP);
    }

    private interface Signed {
        Bytes over(Transcript transcript);
    }

    /**
     * The transcript that the client's signature covers: with the certificate it saw, or without, as a browser signs,
     * which cannot see it (docs/security.md).
     */
    private Optional<Transcript> proved(Transcript transcript, DeviceKey device, Signed signed, Bytes signature) {
        var blind = new Transcript(transcript.clientNonce(), transcript.relayNonce(), transcript.relay(), Bytes.EMPTY);
        return (transcript.equals(blind) ? List.of(transcript) : List.of(transcript, blind))
                .stream().filter(t -> hub.signatures().verify(device.bytes(), signed.over(t), signature)).findFirst();
    }

    private Verdict failed(InetAddress address) {
        if (hub.signatures().provider().isEmpty()) return new Verdict.Out(Problem.TOO_MUCH, Sentences.NO_SUITE, true);
        hub.allowances().take(Allowances.network(address), Cost.FAILURE);
        return new Verdict.Out(Problem.DENIED, Sentences.SIGN_IN_FAILED, true);
    }

    /** Whether {@code address} has been refused too often, or comes too often, to be listened to now. */
    boolean tooOften(InetAddress address) {
        if (hub.settings().behindProxy()) return false; // everybody comes from the proxy, which has limits of its own
        if (address.isLoopbackAddress()) return false; // or any page or user here could shut the others out
        var network = Allowances.network(address);
        if (!hub.allowances().open(network, Cost.FAILURE)) return true;
        return !hub.allowances().take(network, Cost.SIGN_IN);
    }
}
