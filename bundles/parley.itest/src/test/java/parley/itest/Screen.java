package parley.itest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The screen, which has one pointer and one focus: for one of the processes that run tests side by side at a time. */
final class Screen implements AutoCloseable {

    private final FileChannel turn;

    private Screen(FileChannel turn) {
        this.turn = turn;
    }

    /** Waits until no other process of tests has it. It is given back at the latest when this process ends. */
    static Screen take() throws IOException {
        var file = Files.createDirectories(Path.of("target")).resolve("screen.lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new Screen(channel);
    }

    @Override
    public void close() throws IOException {
        turn.close();
    }
}
