package parley.bench.mls;

import parley.bench.Report;
import parley.cipher.api.CipherSuite;
import parley.mls.CommitRequest;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.Padding;
import parley.mls.PskLookup;
import parley.mls.Received;
import parley.mls.Sent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * What a group has its members store, by how many there are: what a commit writes, and what a message writes when few
 * or many have spoken. Of the largest also how long joining it takes and reading a commit.
 */
final class Sizes {

    private static final int SOME = 50;
    private static final int LARGEST = 5000;
    private static final int ROUNDS = 9;

    /** Verifies nothing: those who speak would check every leaf as they join, which takes hours for all of 5,000. */
    private static final CipherSuite TRUSTING =
            (CipherSuite)
                    Proxy.newProxyInstance(
                            CipherSuite.class.getClassLoader(),
                            new Class<?>[] {CipherSuite.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("verify")) return true;
                                try {
                                    return method.invoke(OwnMember.SUITE, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });

    private Sizes() {}

    static void run() throws MlsException {
        Report.say(
                "Bytes that a member stores, suite 1: the epoch's with every commit, the ratchets' with every message");
        Report.say(
                "%-8s %12s %12s %12s %12s %12s",
                "members", "epoch", "at first", "1 has spoken", SOME + " have", "all have");
        for (int members : List.of(2, SOME, 500, LARGEST)) {
            var founded = OwnMember.group(members);
            stored(founded, members);
            if (members == LARGEST) times(founded);
        }
    }

    private static void stored(OwnMember.Founded founded, int members) throws MlsException {
        var reader = founded.joined(0);
        var first = reader.ratchetBytes().length;
        reader = heard(reader, founded.founder());
        var one = reader.ratchetBytes().length;
        var some = "";
        for (int spoken = 2; spoken <= members; spoken++) { // the reader last
            reader = spoken < members ? heard(reader, founded.joined(spoken - 1, TRUSTING)) : said(reader).group();
            if (spoken == SOME) some = Integer.toString(reader.ratchetBytes().length);
        }
        Report.say(
                "%-8d %12d %12d %12d %12s %12d",
                members, reader.epochBytes().length, first, one, some, reader.ratchetBytes().length);
    }

    private static Group heard(Group reader, Group author) throws MlsException {
        var message = said(author).message();
        var received = reader.receive(OwnMember.SUITE, message, PskLookup.none(), CredentialCheck.none());
        return ((Received.Application) received).group();
    }

    private static Sent said(Group author) throws MlsException {
        return author.protect(OwnMember.SUITE, new byte[200], new byte[0], Padding.none());
    }

    private static void times(OwnMember.Founded founded) throws MlsException {
        var commit =
                founded.founder()
                        .commit(OwnMember.SUITE, new CommitRequest(), PskLookup.none(), CredentialCheck.none())
                        .pending()
                        .message();
        var joining = new double[ROUNDS];
        var reading = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            var began = System.nanoTime();
            var reader = founded.joined(round);
            var joined = System.nanoTime();
            reader.receive(OwnMember.SUITE, commit, PskLookup.none(), CredentialCheck.none());
            joining[round] = (joined - began) / 1e6;
            reading[round] = (System.nanoTime() - joined) / 1e6;
        }
        Report.say(
                "To join %d, every leaf's signature checked: %.0f ms; to read a commit of new keys there: %.1f ms"
                        + " (medians of %d).",
                LARGEST, Report.median(joining), Report.median(reading), ROUNDS);
    }
}
