package parley.launcher;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Locale;
import java.util.Map;

/** The machine Parley runs on, in the words that {@code Eclipse-PlatformFilter} headers use. */
record Platform(String os, String ws, String arch) {

    /** The platform of this process. */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        var name = osName.toLowerCase(Locale.ROOT);
        var arch =
                switch (osArch.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64", "x64" -> "x86_64";
                    case "arm64", "aarch64" -> "aarch64";
                    default -> osArch;
                };
        if (name.startsWith("windows")) return new Platform("win32", "win32", arch);
        if (name.startsWith("mac")) return new Platform("macosx", "cocoa", arch);
        return new Platform("linux", "gtk", arch);
    }

    /** The properties a platform filter is matched against. */
    Dictionary<String, String> properties() {
        return new Hashtable<>(Map.of("osgi.os", os, "osgi.ws", ws, "osgi.arch", arch));
    }

    /** Says whether a window could be shown. */
    boolean hasDisplay(Map<String, String> environment) {
        return !ws.equals("gtk") || isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY");
    }

    /** Where profiles live unless {@code --home} says otherwise. */
    Path dataDirectory(Map<String, String> environment, Path userHome) {
        return switch (os) {
            case "win32" -> base(environment, "APPDATA", userHome.resolve("AppData/Roaming")).resolve("Parley");
            case "macosx" -> userHome.resolve("Library/Application Support/Parley");
            default -> base(environment, "XDG_DATA_HOME", userHome.resolve(".local/share")).resolve("parley");
        };
    }

    private static Path base(Map<String, String> environment, String variable, Path otherwise) {
        var value = environment.get(variable);
        if (value == null || value.isBlank()) return otherwise;
        var path = Path.of(value);
        return path.isAbsolute() ? path : otherwise; // the XDG specification: relative paths are ignored
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }
}
