package parley.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of 64 MB in memory at a directory, for tests that fill it. Only root may mount one. */
final class SmallDisk implements AutoCloseable {

    private static final int SIZE = 64 << 20;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    static SmallDisk at(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + SIZE, "tmpfs", directory.toString()),
                "only root may mount a small disk");
        return new SmallDisk(directory);
    }

    /** Leaves no room for anything. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(filler())) {
            for (var block = new byte[1 << 16]; ; ) out.write(block);
        } catch (IOException e) {
            try (var out = Files.newOutputStream(directory.resolve("filler.end"))) {
                while (true) out.write(0);
            } catch (IOException full) {
                if (Files.size(filler()) == 0) throw full;
            }
        }
    }

    void empty() throws IOException {
        Files.delete(filler());
        Files.delete(directory.resolve("filler.end"));
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        var done = process.waitFor() == 0;
        if (!done) System.out.println(String.join(" ", command) + ": " + said.strip());
        return done;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", directory.toString()); // lazily: whoever still has a file open there ends soon
    }
}
