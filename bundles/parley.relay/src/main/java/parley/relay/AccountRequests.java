package parley.relay;

import parley.protocol.Address;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.Answer;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.relay.Allowances.Cost;
import parley.relay.Doorkeeper.Guest;
import parley.relay.api.Directory;
import parley.relay.api.Directory.Change;
import parley.relay.api.StoreException;

import java.time.Duration;
import java.util.Optional;

/**
 * Answers what is asked about accounts, devices, KeyPackages, tokens and blobs. Blocks; call it from a virtual thread.
 */
final class AccountRequests {

    /** Parts smaller than this are not told apart, so that no answer is larger than a frame. */
    static final int MIN_PART = 4096;

    private static final System.Logger log = System.getLogger(AccountRequests.class.getName());

    private final Hub hub;

    AccountRequests(Hub hub) {
        this.hub = hub;
    }

    /**
     * Answers one of the requests that only the directory or the blobs are needed for.
     *
     * @param weight of the frame, in bytes
     */
    Answer answer(Frame.Request request, Guest guest, int weight) {
        if (!hub.allowances().take(guest.account(), cost(request)))
            return refused(request, Problem.TOO_MUCH, Sentences.TOO_MUCH);
        if (request instanceof Frame.PublishKeyPackages
                && !hub.allowances().take(guest.account(), Cost.BYTES, weight)) {
            return refused(request, Problem.TOO_MUCH, Sentences.TOO_MANY_BYTES);
        }
        try {
            return switch (request) {
                case Frame.Lookup lookup ->
                        person(
                                lookup,
                                Address.isName(lookup.name())
                                        ? hub.directory().byName(lookup.name())
                                        : Optional.empty());
                case Frame.LookupAccount lookup -> person(lookup, hub.directory().byKey(lookup.account()));
                case Frame.PublishDevices publish -> publish(publish, guest);
                case Frame.PublishKeyPackages publish -> publish(publish, guest);
                case Frame.CountKeyPackages(var number) ->
                        new Frame.KeyPackageCounts(number, hub.directory().countKeyPackages(guest.device()));
                case Frame.TakeKeyPackages take -> take(take);
                case Frame.Grant grant -> grant(grant, guest);
                case Frame.Revoke(var number, var token) ->
                        done(request, hub.directory().revoke(token, Optional.of(guest.account())));
                case Frame.ReserveBlob(var number, var blob, var size, var write, var read) ->
                        done(request, hub.blobs().reserve(blob, guest.account(), size, write, read));
                case Frame.AskBlob ask -> parts(ask, guest);
                case Frame.FinishBlob(var number, var blob) -> done(request, hub.blobs().finish(blob, guest.account()));
                case Frame.DropBlob(var number, var blob) -> done(request, hub.blobs().drop(blob, guest.account()));
                default ->
                        throw new IllegalArgumentException("answered elsewhere: " + request.getClass().getSimpleName());
            };
        } catch (StoreException e) {
            log.log(System.Logger.Level.ERROR, "A request failed at the store", e);
            return refused(request, Problem.NO_SPACE, Sentences.STORE_FAILS);
        }
    }

    static boolean isBlob(Frame frame) {
        return frame instanceof Frame.ReserveBlob
                || frame instanceof Frame.AskBlob
                || frame instanceof Frame.FinishBlob
                || frame instanceof Frame.DropBlob;
    }

    private static Cost cost(Frame.Request request) {
        if (isBlob(request)) return Cost.BLOB;
        return switch (request) {
            case Frame.Lookup _, Frame.LookupAccount _, Frame.CountKeyPackages _ -> Cost.LOOKUP;
            case Frame.TakeKeyPackages _ -> Cost.TAKE;
            default -> Cost.DIRECTORY;
        };
    }

    private static Answer person(Frame.Request request, Optional<Directory.Account> account) {
        return account.<Answer>map(found -> new Frame.Person(request.request(), found.name(), found.devices()))
                .orElseGet(() -> refused(request, Problem.NOT_FOUND, "Nobody of this name or key is at this relay."));
    }

    private Answer publish(Frame.PublishDevices publish, Guest guest) throws StoreException {
        var devices = publish.devices();
        if (!devices.account().equals(guest.account())
                || !hub.signatures().verify(guest.account().bytes(), devices.signed(), devices.signature())) {
            return refused(publish, Problem.DENIED, "The device list is not signed by this account.");
        }
        var change = hub.directory().publish(devices);
        if (change == Change.MADE) hub.devicesChanged(devices);
        return done(publish, change);
    }

    private Answer publish(Frame.PublishKeyPackages publish, Guest guest) throws StoreException {
        if (!publish.keyPackages().stream().allMatch(one -> one.device().equals(guest.device()))) {
            return refused(publish, Problem.DENIED, "A device publishes its own KeyPackages only.");
        }
        return done(publish, hub.directory().addKeyPackages(guest.account(), publish.keyPackages()));
    }

    private Answer take(Frame.TakeKeyPackages take) throws StoreException {
        if (!hub.directory().use(take.token().hash(), Right.TAKE_KEY_PACKAGE, Optional.of(take.account()))) {
            return refused(take, Problem.DENIED, Sentences.NO_RIGHT);
        }
        return new Frame.KeyPackages(take.request(), hub.directory().takeKeyPackages(take.account(), take.suites()));
    }

    private Answer grant(Frame.Grant grant, Guest guest) throws StoreException {
        if (grant.right() == Right.SIGN_UP) {
            return refused(grant, Problem.DENIED, "Only the relay itself invites people: ask its operator.");
        }
        return done(
                grant,
                hub.directory()
                        .grant(
                                grant.token(),
                                grant.right(),
                                Optional.of(guest.account()),
                                grant.uses(),
                                Duration.ofSeconds(grant.seconds())));
    }

    private Answer parts(Frame.AskBlob ask, Guest guest) throws StoreException {
        if (ask.partSize() < MIN_PART) return refused(ask, Problem.MALFORMED, Sentences.of(Problem.MALFORMED));
        return hub.blobs()
                .parts(ask.blob(), guest.account(), (int) ask.partSize())
                .<Answer>map(bitmap -> new Frame.BlobParts(ask.request(), bitmap))
                .orElseGet(() -> refused(ask, Problem.NOT_FOUND, Sentences.of(Problem.NOT_FOUND)));
    }

    private static Answer done(Frame.Request request, Change change) {
        return switch (change) {
            case MADE -> new Frame.Done(request.request());
            case NAME_TAKEN -> refused(request, Problem.NAME_TAKEN, Sentences.of(Problem.NAME_TAKEN));
            case NOT_NEWER ->
                    refused(request, Problem.DENIED, "A list of devices as new as this one is here: fetch it first.");
            case TOO_MUCH -> refused(request, Problem.TOO_MUCH, Sentences.of(Problem.TOO_MUCH));
            case NOT_FOUND -> refused(request, Problem.NOT_FOUND, Sentences.of(Problem.NOT_FOUND));
            case NO_SPACE -> refused(request, Problem.NO_SPACE, Sentences.of(Problem.NO_SPACE));
        };
    }

    private static Answer done(Frame.Request request, Optional<Problem> problem) {
        return problem.<Answer>map(why -> refused(request, why, Sentences.of(why)))
                .orElseGet(() -> new Frame.Done(request.request()));
    }

    static Answer refused(Frame.Request request, Problem problem, String text) {
        return new Frame.Refused(request.request(), problem, text);
    }
}
