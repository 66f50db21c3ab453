package parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Profiles by name, beside the one without: each is a home of its own below {@code profiles/} in the platform's data
 * directory.
 */
record Profiles(Path directory) {

    /** What every file system takes as it is, and nothing that is special to one. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    static Profiles of(Platform platform, Map<String, String> environment, Path userHome) {
        var data = platform.dataDirectory(environment, userHome).toAbsolutePath().normalize();
        return new Profiles(data.resolve("profiles"));
    }

    /**
     * The home of a profile, which need not be there yet.
     *
     * @throws LaunchException if that is no name
     */
    Path directory(String name) throws LaunchException {
        if (!NAME.matcher(name).matches()) {
            throw LaunchException.usage("--profile needs a name, 1 to 32 of a-z 0-9 _ -: add one after it.");
        }
        return directory.resolve(name);
    }

    /** The home of the one without a name. */
    Path main() {
        return directory.toAbsolutePath().resolve("..").normalize();
    }

    /** The name of the profile whose home that is; empty if it has none; nothing if it lies elsewhere. */
    Optional<String> nameOf(Path home) {
        if (home.equals(main())) return Optional.of("");
        var name = String.valueOf(home.getFileName());
        return directory.resolve(name).equals(home) && NAME.matcher(name).matches()
                ? Optional.of(name)
                : Optional.empty();
    }

    /**
     * The names there are.
     *
     * @throws LaunchException if the directory cannot be read
     */
    List<String> names() throws LaunchException {
        try (var found = Files.list(directory)) {
            return found.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw LaunchException.usage(directory + " cannot be read: give yourself the permission.");
        }
    }
}
