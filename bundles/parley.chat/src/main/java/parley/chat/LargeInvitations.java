package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.Session;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.Letter.Invitation;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Invitations that are too large for a letter, as those into a group of hundreds are: sealed once for all who join by a
 * commit, and kept as a blob at the hub (docs/protocol.md, Inbox and letters). Blocks; called from any thread.
 */
final class LargeInvitations {

    private static final byte[] ASSOCIATED = new WireWriter().text("Parley invitation 1").toArray();
    private static final int TAG = 16;

    /** How often a blob is asked for that the relay has and does not serve. */
    static final int TRIES = 60;

    private final Chat chat;

    /** Letters that are counted at once; what is tried in between counts from one again. */
    private static final int COUNTED = 256;

    /** How often each letter was tried. Of the inbox's thread. */
    private final Map<Hash, Integer> tries =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Hash, Integer> eldest) {
                    return size() > COUNTED;
                }
            };

    /** What is open to the relay beside the link, and ends with it. Guarded by itself. */
    private final Set<HttpConnection> open = new HashSet<>();

    LargeInvitations(Chat chat) {
        this.chat = chat;
    }

    /** The link went down: what is under way fails, and is tried again over the next. Returns at once. */
    void down() {
        List<HttpConnection> all;
        synchronized (open) {
            all = List.copyOf(open);
        }
        all.forEach(HttpConnection::close);
    }

    /** What is to be at the hub before the commit is. */
    record Upload(BlobId blob, Token write, Token read) {}

    record Sealed(LargeInvitation letter, Upload upload, Bytes blob) {}

    /**
     * @param room the most bytes of the blob
     * @throws CommandException TOO_LARGE if it is even for a blob
     */
    static Sealed seal(Invitation invitation, long room) throws CommandException {
        var key = Nonces.random(32);
        var plain = invitation.encodeForBlob();
        if (plain.length() + TAG > room) {
            throw new CommandException(Code.TOO_LARGE, "the group is too large to invite others to");
        }
        var blob = Bytes.wrap(crypt(Cipher.ENCRYPT_MODE, key, plain));
        var upload = new Upload(new BlobId(Nonces.random(BlobId.LENGTH)), Token.random(), Token.random());
        var letter = new LargeInvitation(upload.blob(), upload.read(), key, blob.length(), Hash.of(blob));
        return new Sealed(letter, upload, blob);
    }

    static Invitation open(LargeInvitation letter, Bytes blob) throws UntrustedException {
        if (blob.length() != letter.size() || !Hash.of(blob).equals(letter.sha256())) {
            throw new UntrustedException("the invitation's blob is another");
        }
        if (blob.length() < TAG) throw new UntrustedException("the invitation's blob is too short");
        try {
            return Invitation.decodeFromBlob(Bytes.wrap(crypt(Cipher.DECRYPT_MODE, letter.key(), blob)));
        } catch (MalformedException | IllegalStateException e) {
            throw new UntrustedException("the invitation's blob does not open", e);
        }
    }

    /** Each key seals one blob, so that the nonce may be the same. */
    private static byte[] crypt(int mode, Bytes key, Bytes bytes) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.toArray(), "AES"), new GCMParameterSpec(8 * TAG, new byte[12]));
            cipher.updateAAD(ASSOCIATED);
            return cipher.doFinal(bytes.shared());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses", e);
        }
    }

    /**
     * Brings it to the hub; again, where it is not known to be there.
     *
     * @return why the hub does not take it, now or ever; empty if it has it
     */
    Optional<Frame.Refused> bring(Upload upload, Bytes sealed) throws CommandException {
        var reserved =
                chat.session()
                        .ask(number ->
                                new Frame.ReserveBlob(
                                        number,
                                        upload.blob(),
                                        sealed.length(),
                                        upload.write().hash(),
                                        upload.read().hash()));
        if (reserved instanceof Frame.Refused refused) return Optional.of(refused);
        var most = chat.memberships().blobRange;
        try (var connection = connect(link())) {
            for (var from = 0; from < sealed.length(); from += most) {
                var part = sealed.slice(from, Math.min(from + most, sealed.length()));
                var range = "bytes " + from + "-" + (from + part.length() - 1) + "/" + sealed.length();
                var status =
                        connection
                                .exchange(
                                        new HttpCall(
                                                "PUT",
                                                path(upload.blob()),
                                                Map.of("authorization", bearer(upload.write()), "content-range", range),
                                                part))
                                .status();
                if (status == 409) break; // all there already
                if (status / 100 != 2) throw new IOException("the relay answered " + status);
            }
        } catch (IOException e) { // with the next try; reading and sending go on
            return Optional.of(new Frame.Refused(0, Problem.NO_SPACE, "The relay takes no blob now: try again later."));
        }
        var finished = chat.session().ask(number -> new Frame.FinishBlob(number, upload.blob()));
        return finished instanceof Frame.Refused refused ? Optional.of(refused) : Optional.empty();
    }

    /** Nobody is invited by it: the hub may forget it. */
    void drop(BlobId blob) throws CommandException {
        chat.session().ask(number -> new Frame.DropBlob(number, blob));
    }

    /**
     * Fetches it. On the inbox's thread.
     *
     * @throws UntrustedException if the hub has not what the letter says
     * @throws CommandException if it is to be tried again
     */
    Invitation fetch(LargeInvitation letter) throws CommandException, UntrustedException {
        var bytes = new WireWriter((int) letter.size());
        var most = chat.memberships().blobRange;
        var link = link();
        try (var connection = connect(link)) {
            for (var from = 0L; from < letter.size(); from += most) {
                var length = (int) Math.min(most, letter.size() - from);
                var reply =
                        connection.exchange(
                                new HttpCall(
                                        "GET",
                                        path(letter.blob()),
                                        Map.of(
                                                "authorization",
                                                bearer(letter.read()),
                                                "range",
                                                "bytes=" + from + "-" + (from + length - 1)),
                                        Bytes.EMPTY));
                if (reply.status() != 206 && !passes(reply.status())) {
                    throw new UntrustedException("the relay answers " + reply.status() + " for the invitation");
                }
                if (reply.status() != 206) throw new IOException("the relay answered " + reply.status());
                if (reply.body().length() != length) {
                    throw new UntrustedException("the relay sends another length than asked for");
                }
                bytes.fixed(reply.body());
            }
        } catch (IOException e) {
            if (!isUp(link)) throw unreached(e); // which the relay is not to blame for
            if (tries.merge(letter.sha256(), 1, Integer::sum) < TRIES) throw unreached(e);
            tries.remove(letter.sha256());
            throw new UntrustedException("the invitation is not served", e);
        }
        tries.remove(letter.sha256());
        return open(letter, bytes.toBytes());
    }

    private static boolean passes(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private Session.Up link() throws CommandException {
        return chat.session().up().orElseThrow(LargeInvitations::unreached);
    }

    private Connection connect(Session.Up link) throws IOException, CommandException {
        var transport = chat.transport();
        if (transport == null) throw unreached();
        return new Connection(link, transport.connectHttp(Endpoint.of(link.url()), link.certificateHash()));
    }

    private boolean isUp(Session.Up link) {
        return chat.session().up().equals(Optional.of(link));
    }

    /** To the relay of a link, as long as that is up: whoever goes offline, or locks the profile, has nothing go on. */
    private final class Connection implements AutoCloseable {

        private final Session.Up link;
        private final HttpConnection http;

        Connection(Session.Up link, HttpConnection http) {
            this.link = link;
            this.http = http;
            synchronized (open) {
                open.add(http); // before the link is looked at: if it goes down later, this is found
            }
        }

        HttpReply exchange(HttpCall call) throws IOException {
            if (!isUp(link)) throw new IOException("the link is down");
            return http.exchange(call);
        }

        @Override
        public void close() {
            synchronized (open) {
                open.remove(http);
            }
            http.close();
        }
    }

    private static CommandException unreached() {
        return new CommandException(Code.NOT_REACHABLE, "the relay is not reached; it goes on when it is");
    }

    private static CommandException unreached(IOException e) {
        return new CommandException(
                Code.NOT_REACHABLE, "the relay does not serve it at the moment; it goes on by itself", e);
    }

    private static String path(BlobId blob) {
        return "/blob/" + blob.hex();
    }

    private static String bearer(Token token) {
        return "Bearer " + token.text();
    }
}
