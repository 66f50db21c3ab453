package parley.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The process of peer.mjs: says a call, waits for its answer. */
final class Node implements AutoCloseable {

    /** Where {@code npm ci} has put what the peer needs. */
    private static final Path HOME = Path.of("src/test/node");

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    Node() throws IOException {
        if (!Files.isDirectory(HOME.resolve("node_modules"))) {
            throw new IOException(
                    "ts-mls is not installed in " + HOME.toAbsolutePath() + ": run npm ci there, or launcher/check");
        }
        process =
                new ProcessBuilder("node", "peer.mjs").directory(HOME.toFile()).redirectError(Redirect.INHERIT).start();
        in = process.outputWriter(StandardCharsets.US_ASCII);
        out = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** What the call gave, word by word. */
    List<String> call(String peer, String call, Object... arguments) throws IOException {
        var words = new ArrayList<>(List.of(peer, call));
        for (var argument : arguments) words.add(word(argument));
        in.write(String.join(" ", words));
        in.newLine();
        in.flush();
        var answer = out.readLine();
        if (answer == null) throw new IOException("the peer has ended");
        var given = List.of(answer.split(" "));
        if (given.getFirst().equals("ok")) return given.subList(1, given.size());
        var why = new String(Base64.getDecoder().decode(given.get(1)), StandardCharsets.UTF_8);
        throw new PeerException(call + " of ts-mls: " + why);
    }

    private static String word(Object argument) {
        return switch (argument) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case List<?> list -> list.stream().map(Node::word).collect(Collectors.joining(",", "[", "]"));
            default -> argument.toString();
        };
    }

    static Optional<byte[]> bytes(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(Base64.getDecoder().decode(word));
    }

    @Override
    public void close() {
        try {
            in.close(); // which ends it
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The peer refused what it was asked. */
    static final class PeerException extends IOException {
        private static final long serialVersionUID = 1;

        PeerException(String message) {
            super(message);
        }
    }
}
