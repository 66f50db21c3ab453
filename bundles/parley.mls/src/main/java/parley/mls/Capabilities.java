package parley.mls;

import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client supports (RFC 9420 §7.2), each list of 16-bit numbers. Extensions and proposals that RFC 9420 itself
 * defines are not listed.
 */
public record Capabilities(
        List<Integer> versions,
        List<Integer> suites,
        List<Integer> extensions,
        List<Integer> proposals,
        List<Integer> credentials) {

    public Capabilities {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        extensions = List.copyOf(extensions);
        proposals = List.copyOf(proposals);
        credentials = List.copyOf(credentials);
    }

    /** MLS 1.0 with basic credentials, these suites and these non-default extension types. */
    public static Capabilities of(List<Integer> suites, List<Integer> extensions) {
        return new Capabilities(List.of(1), suites, extensions, List.of(), List.of(Credential.BASIC));
    }

    /**
     * These, with one random number more that nobody uses in each list but the versions (GREASE, RFC 9420 §13.5), so
     * that clients that stumble over the unknown are found out.
     */
    public Capabilities withGrease() {
        return new Capabilities(
                versions, greased(suites), greased(extensions), greased(proposals), greased(credentials));
    }

    private static List<Integer> greased(List<Integer> numbers) {
        var more = new ArrayList<>(numbers);
        more.add(0x0A0A + 0x1010 * new SecureRandom().nextInt(15));
        return more;
    }

    boolean supportsExtension(int type) {
        return Extension.isDefault(type) || extensions.contains(type);
    }

    boolean supportsProposal(int type) {
        return Proposal.isDefault(type) || proposals.contains(type);
    }

    static Capabilities read(WireReader in) throws MalformedException {
        return new Capabilities(numbers(in), numbers(in), numbers(in), numbers(in), numbers(in));
    }

    void write(WireWriter out) {
        writeNumbers(out, versions);
        writeNumbers(out, suites);
        writeNumbers(out, extensions);
        writeNumbers(out, proposals);
        writeNumbers(out, credentials);
    }

    static List<Integer> numbers(WireReader in) throws MalformedException {
        return in.vector(WireReader::u16);
    }

    static void writeNumbers(WireWriter out, List<Integer> numbers) {
        out.vector(numbers, WireWriter::u16);
    }
}
