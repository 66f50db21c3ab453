package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.ConversationId;

import java.nio.file.Path;

/** Writes what was said into files that are read without Parley, and that nothing protects any more. */
@ProviderType
public interface Exports {

    /** What is written. */
    enum Format {
        /** For programs: an object whose {@code messages} stand one a line. */
        JSON("json"),
        /** For a browser: one file that loads nothing and runs nothing. */
        HTML("html"),
        TEXT("txt");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** How names of such files end, without the dot. */
        public String ending() {
            return ending;
        }
    }

    /**
     * Writes a conversation from its first message to its last, with what people answered, edited and thought of it,
     * and the names of its files. The file appears once it is whole. Blocks for as long as there is to write; call it
     * from a virtual thread.
     *
     * @return {@code file}, absolute
     * @throws CommandException REFUSED if {@code file} is there already or may not be written, NOT_FOUND without its
     *     directory or the conversation, DISK_FULL
     */
    Path export(ConversationId conversation, Format format, Path file) throws CommandException;
}
