package parley.terminal;

import java.util.List;
import java.util.Random;

/** Lines that people, scripts and attackers might write. */
final class Lines {

    private static final List<String> PIECES =
            List.of(
                    "say",
                    "read",
                    "reply",
                    "edit",
                    "delete --here",
                    "react",
                    "send",
                    "files",
                    "accept",
                    "account create",
                    "account",
                    "group",
                    "group create",
                    "group add",
                    "group join",
                    "group members",
                    "group restart --weaker",
                    "gogo",
                    "help",
                    "list",
                    "bob",
                    "nobody",
                    "--last",
                    "--last=",
                    "--to",
                    "--invite",
                    "-",
                    "--",
                    "--relay",
                    "-1",
                    "7",
                    "99999999999999999999",
                    "f1f1",
                    "f1f1f1f1",
                    "@file",
                    "${sys:user.home}",
                    "$HOME",
                    "'",
                    "\"",
                    "\\",
                    "[",
                    "]",
                    "[\"",
                    "\",\"",
                    "\"]",
                    "\\u",
                    "\\ud800",
                    "\\uZZZZ",
                    "\0",
                    "\u001b[2J",
                    "\ud800",
                    "\udfff",
                    "\u202e",
                    "\u2028",
                    "\ud83d\ude00",
                    "\ud83d",
                    "/",
                    "\t",
                    "\r",
                    "{\"a\":",
                    "1e999999999",
                    "null");

    private Lines() {}

    /** A line without a line feed. */
    static String random(Random random) {
        var line = new StringBuilder();
        switch (random.nextInt(10)) {
            case 0 -> line.append("[".repeat(1 + random.nextInt(3000)));
            case 1 -> array(line, random);
            case 2 -> {
                for (var n = random.nextInt(40); n > 0; n--) line.append((char) random.nextInt(0x10000));
            }
            default -> {
                if (random.nextInt(3) > 0) line.append(PIECES.get(random.nextInt(15))).append(' ');
                for (var n = random.nextInt(7); n > 0; n--) {
                    line.append(PIECES.get(random.nextInt(PIECES.size())));
                    if (random.nextInt(4) > 0) line.append(' ');
                }
            }
        }
        return line.toString().replace('\n', ' ');
    }

    private static void array(StringBuilder line, Random random) {
        line.append("[\"").append(PIECES.get(random.nextInt(15))).append('"');
        for (var n = random.nextInt(4); n > 0; n--) {
            line.append(",\"").append(PIECES.get(random.nextInt(PIECES.size()))).append('"');
        }
        if (random.nextInt(8) > 0) line.append(']');
    }
}
