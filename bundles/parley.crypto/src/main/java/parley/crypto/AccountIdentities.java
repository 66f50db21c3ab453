package parley.crypto;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.crypto.IdentityState.InboxKey;
import parley.crypto.IdentityState.LeafKey;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes identities, and signs, seals and opens with them: account key, device key, leaf keys, inbox keys. */
@Component
public final class AccountIdentities implements Identities {

    /** How long letters to a replaced inbox key can be read (docs/architecture.md, First contact). */
    static final Duration INBOX_KEY_KEPT = Duration.ofDays(31);

    /** Signed to see that two keys belong together; goes nowhere. */
    private static final Bytes PROBE = new WireWriter().text("Parley restore 1").toBytes();

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PresentSuites suites;
    private final Chains chains;
    private final Letters letters;
    private final JoinRequests joinRequests;

    @Activate
    public AccountIdentities(@Reference PresentSuites suites) {
        this.suites = suites;
        this.chains = new Chains(suites);
        this.letters = new Letters(suites, chains);
        this.joinRequests = new JoinRequests(suites, chains);
    }

    @Override
    public Bytes create() throws SuiteMissingException {
        var pair = suites.useEd25519(CipherSuite::signatureKeyPair);
        var account = new AccountKey(Bytes.wrap(pair.publicKey()));
        return device(account, Bytes.wrap(pair.privateKey()), 1, 1);
    }

    /** A device of an account, new but for the account key, alone in a list of this version. */
    private Bytes device(AccountKey account, Bytes accountPrivate, long version, long inboxKeyNumber)
            throws SuiteMissingException {
        var created =
                suites.useX25519(suite -> {
                    var devicePair = suite.signatureKeyPair();
                    var inboxPair = suite.kemKeyPair();
                    var device = new DeviceKey(Bytes.wrap(devicePair.publicKey()));
                    var devices =
                            sign(
                                    suite,
                                    accountPrivate,
                                    account,
                                    version,
                                    List.of(device),
                                    inboxKeyNumber,
                                    Bytes.wrap(inboxPair.publicKey()));
                    return new IdentityState(
                            account,
                            Optional.of(accountPrivate),
                            device,
                            Bytes.wrap(devicePair.privateKey()),
                            sign(suite, accountPrivate, IdentityChain.deviceSigned(account, device)),
                            devices,
                            List.of(),
                            List.of(new InboxKey(inboxKeyNumber, Bytes.wrap(inboxPair.privateKey()), 0)));
                });
        return complete(created).encode();
    }

    @Override
    public Optional<Bytes> accountSecret(Bytes identity) {
        return IdentityState.decode(identity).accountPrivate();
    }

    @Override
    public Bytes restore(Bytes secret, DeviceList last) throws SuiteMissingException, UntrustedException {
        if (!chains.verify(last)) throw new UntrustedException("the device list is not signed by its account");
        // It is the account's where what it signs holds under the account key.
        var signature = suites.useEd25519(suite -> sign(suite, secret, PROBE));
        if (!chains.verify(last.account().bytes(), PROBE, signature)) {
            throw new UntrustedException("the account's secret is another account's");
        }
        return device(last.account(), secret, next(last.version()), next(last.inboxKeyNumber()));
    }

    @Override
    public Bytes above(Bytes identity, DeviceList newest) throws SuiteMissingException, UntrustedException {
        var state = IdentityState.decode(identity);
        if (!newest.account().equals(state.account()) || !chains.verify(newest)) {
            throw new UntrustedException("the device list is not signed by this account");
        }
        var accountPrivate = primary(state);
        var before = state.devices();
        var number = Math.max(before.inboxKeyNumber(), next(newest.inboxKeyNumber()));
        var version = Math.max(before.version(), next(newest.version()));
        var list =
                suites.useEd25519(suite ->
                        sign(
                                suite,
                                accountPrivate,
                                state.account(),
                                version,
                                before.devices(),
                                number,
                                before.inboxKey()));
        var keys =
                state.inboxKeys().stream()
                        .map(key -> key.replaced() == 0 ? new InboxKey(number, key.privateKey(), 0) : key)
                        .toList();
        return state.with(list, keys).encode();
    }

    /** Nobody counts so far: a list that has come to the end was made by somebody who wants it to. */
    private static long next(long number) throws UntrustedException {
        if (number >= 0xFFFF_FFFFL) throw new UntrustedException("the device list's numbers have come to their end");
        return number + 1;
    }

    private static Bytes primary(IdentityState state) {
        return state.accountPrivate()
                .orElseThrow(() -> new IllegalStateException("only a primary device signs the device list"));
    }

    @Override
    public Bytes complete(Bytes identity) throws SuiteMissingException {
        var before = IdentityState.decode(identity);
        var after = complete(before);
        return after == before ? identity : after.encode();
    }

    private IdentityState complete(IdentityState state) throws SuiteMissingException {
        var complete = state;
        for (int id : suites.registered()) {
            // A suite whose key is there already need not have been tested for this: a start waits for no more than it
            // needs.
            if (suites.scheme(id).flatMap(complete::leafKey).isPresent()) continue;
            var pair = newLeafKey(id);
            var scheme = suites.scheme(id);
            if (pair.isEmpty() || scheme.isEmpty() || complete.leafKey(scheme.get()).isPresent()) continue;
            var publicKey = Bytes.wrap(pair.get().publicKey());
            var signed = IdentityChain.leafSigned(state.account(), state.device(), scheme.get(), publicKey);
            var signature = suites.useEd25519(suite -> sign(suite, state.devicePrivate(), signed));
            complete =
                    complete.with(new LeafKey(scheme.get(), Bytes.wrap(pair.get().privateKey()), publicKey, signature));
        }
        return complete;
    }

    /** Empty if the suite is refused or has gone meanwhile: then no key for it is needed now. */
    private Optional<CipherSuite.KeyPair> newLeafKey(int suite) {
        try {
            return Optional.of(suites.use(suite, CipherSuite::signatureKeyPair));
        } catch (SuiteMissingException e) {
            return Optional.empty();
        }
    }

    @Override
    public View view(Bytes identity) {
        var state = IdentityState.decode(identity);
        return new View(state.account(), state.device(), state.devices());
    }

    @Override
    public Bytes renewInboxKey(Bytes identity, Instant now) throws SuiteMissingException {
        var state = IdentityState.decode(identity);
        var accountPrivate = primary(state);
        var old = state.devices();
        return suites.useX25519(suite -> {
            var pair = suite.kemKeyPair();
            var number = old.inboxKeyNumber() + 1;
            var list =
                    sign(
                            suite,
                            accountPrivate,
                            state.account(),
                            old.version() + 1,
                            old.devices(),
                            number,
                            Bytes.wrap(pair.publicKey()));
            var keys = new ArrayList<InboxKey>();
            for (var key : state.inboxKeys()) {
                var replaced = key.replaced() == 0 ? Math.max(1, now.getEpochSecond()) : key.replaced();
                keys.add(new InboxKey(key.number(), key.privateKey(), replaced));
            }
            keys.add(new InboxKey(number, Bytes.wrap(pair.privateKey()), 0));
            return state.with(list, keys).encode();
        });
    }

    @Override
    public Bytes dropInboxKeys(Bytes identity, Instant now) {
        var state = IdentityState.decode(identity);
        var oldest = now.minus(INBOX_KEY_KEPT).getEpochSecond();
        var kept = state.inboxKeys().stream().filter(key -> key.replaced() == 0 || key.replaced() > oldest).toList();
        if (kept.size() == state.inboxKeys().size()) return identity;
        return state.with(state.devices(), kept).encode();
    }

    @Override
    public Bytes signAsDevice(Bytes identity, Bytes message) throws SuiteMissingException {
        var state = IdentityState.decode(identity);
        return suites.useEd25519(suite -> sign(suite, state.devicePrivate(), message));
    }

    @Override
    public Follower newFollower() throws SuiteMissingException {
        var pair = suites.useEd25519(CipherSuite::signatureKeyPair);
        return new Follower(new FollowerKey(Bytes.wrap(pair.publicKey())), Bytes.wrap(pair.privateKey()));
    }

    @Override
    public Bytes signAsFollower(Bytes privateKey, Bytes message) throws SuiteMissingException {
        return suites.useEd25519(suite -> sign(suite, privateKey, message));
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes message, Bytes signature) throws SuiteMissingException {
        return chains.verify(publicKey, message, signature);
    }

    @Override
    public boolean verify(DeviceList list) throws SuiteMissingException {
        return chains.verify(list);
    }

    @Override
    public Bytes seal(Letter letter, DeviceList to) throws SuiteMissingException, UntrustedException {
        if (!chains.verify(to))
            throw new UntrustedException("the recipient's device list is not signed by its account");
        return letters.seal(letter, to.account(), to.inboxKeyNumber(), to.inboxKey());
    }

    @Override
    public Bytes seal(Letter letter, AccountKey to, LeafData leaf) throws SuiteMissingException, UntrustedException {
        return letters.seal(letter, to, leaf.inboxKeyNumber(), leaf.inboxKey());
    }

    @Override
    public Letter open(Bytes identity, Bytes sealed) throws SuiteMissingException, UntrustedException {
        return letters.open(IdentityState.decode(identity), sealed);
    }

    @Override
    public ContactRequest request(Bytes identity, Address from, DeviceList to, List<Bytes> keyPackages, Token reply)
            throws SuiteMissingException {
        var state = IdentityState.decode(identity);
        var leaf = state.leafKey(Schemes.ED25519).orElseThrow(() -> new SuiteMissingException(1));
        var id = new byte[Letter.ID];
        RANDOM.nextBytes(id);
        var request =
                new ContactRequest(
                        Bytes.wrap(id),
                        from,
                        state.chain(leaf),
                        leaf.publicKey(),
                        state.devices(),
                        keyPackages,
                        reply,
                        to.account(),
                        to.inboxKeyNumber(),
                        Bytes.EMPTY);
        return request.withSignature(suites.useEd25519(suite -> sign(suite, leaf.privateKey(), request.signed())));
    }

    @Override
    public RejoinRequest rejoinRequest(
            Bytes identity,
            ConversationId conversation,
            LogId log,
            Address from,
            List<Bytes> keyPackages,
            AccountKey to,
            LeafData recipient)
            throws SuiteMissingException {
        var state = IdentityState.decode(identity);
        var leaf = state.leafKey(Schemes.ED25519).orElseThrow(() -> new SuiteMissingException(1));
        var id = new byte[Letter.ID];
        RANDOM.nextBytes(id);
        var request =
                new RejoinRequest(
                        Bytes.wrap(id),
                        conversation,
                        log,
                        from,
                        state.chain(leaf),
                        leaf.publicKey(),
                        keyPackages,
                        to,
                        recipient.inboxKeyNumber(),
                        Bytes.EMPTY);
        return request.withSignature(suites.useEd25519(suite -> sign(suite, leaf.privateKey(), request.signed())));
    }

    @Override
    public Bytes sealJoinRequest(Bytes identity, Address from, List<Bytes> keyPackages, LogId log, Token secret)
            throws SuiteMissingException {
        return joinRequests.seal(IdentityState.decode(identity), from, keyPackages, log, secret);
    }

    @Override
    public JoinRequest openJoinRequest(Bytes sealed, LogId log, Token secret)
            throws SuiteMissingException, UntrustedException {
        return joinRequests.open(sealed, log, secret);
    }

    private static Bytes sign(CipherSuite suite, Bytes privateKey, Bytes message) {
        return Bytes.wrap(suite.sign(privateKey.shared(), message.shared()));
    }

    private static DeviceList sign(
            CipherSuite suite,
            Bytes accountPrivate,
            AccountKey account,
            long version,
            List<DeviceKey> devices,
            long inboxKeyNumber,
            Bytes inboxKey) {
        var signed = DeviceList.signed(account, version, devices, inboxKeyNumber, inboxKey);
        var signature = sign(suite, accountPrivate, signed);
        return new DeviceList(account, version, devices, inboxKeyNumber, inboxKey, signature);
    }
}
