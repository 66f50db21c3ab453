package parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a relay has on its disk. */
record RelayDisk(Path home) {

    /** The bytes of the journal, without the zeros written ahead. */
    long journal() throws IOException {
        var files = files("journal");
        if (files.isEmpty()) return 0;
        var sum = 0L;
        for (var file : files.subList(0, files.size() - 1)) sum += Files.size(file);
        var last = Files.readAllBytes(files.getLast());
        var end = last.length;
        while (end > 0 && last[end - 1] == 0) end--;
        return sum + end;
    }

    long blobs() throws IOException {
        var sum = 0L;
        for (var file : files("blobs")) sum += Files.size(file);
        return sum;
    }

    private List<Path> files(String directory) throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/" + directory + "/"))
                    .sorted()
                    .toList();
        }
    }
}
