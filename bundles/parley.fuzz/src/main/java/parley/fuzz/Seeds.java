package parley.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what fuzzing begins from. */
public final class Seeds {

    private Seeds() {}

    /**
     * @param words the directory to write to
     */
    public static void main(String[] words) throws IOException {
        var directory = Files.createDirectories(Path.of(words[0]));
        var traffic = Traffic.make();
        var count = 0;
        for (var due : traffic.due) {
            Files.write(directory.resolve("message-" + count), due.message());
            Files.write(directory.resolve("change-" + count), new byte[] {(byte) count, 0, 0, 20, 0, 1});
            count++;
        }
        for (var invitation : traffic.invitations) {
            Files.write(directory.resolve("welcome-" + count), invitation.welcome());
            Files.write(directory.resolve("package-" + count++), invitation.keyPackage().keyPackage().toBytes());
        }
        for (var state : traffic.states) {
            Files.write(
                    directory.resolve("info-" + count++),
                    state.groupInfo(Traffic.SUITE, true, true, java.util.List.of()));
        }
    }
}
