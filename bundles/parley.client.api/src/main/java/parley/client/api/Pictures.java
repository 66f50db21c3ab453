package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import java.nio.file.Path;
import java.util.List;

/**
 * Pictures without what cameras and programs write into them: place, time, device, names. Whoever sends files sends
 * these in their place, unless the person wants otherwise. Blocks (on disks only); call it from a virtual thread.
 */
@ProviderType
public interface Pictures {

    /**
     * What is to be sent for each of {@code files}, in their order: for a JPEG, PNG or WebP that tells anything a copy
     * which does not, called alike; for everything else the file itself, also if there is none. No file is changed. A
     * copy stays in the profile for as long as there is the message that it was sent with.
     *
     * @param otherwise how a person has pictures sent as they are, such as {@code --as-is}: ends a refusal's sentence
     * @throws CommandException REFUSED if a picture is damaged or cannot be read, TOO_LARGE, DISK_FULL if a copy cannot
     *     be kept: then none of {@code files} should be sent
     */
    List<Path> bare(List<Path> files, String otherwise) throws CommandException;

    /**
     * What is in the file of a picture, without all that: for pictures that are no files to others, such as a group's.
     * Another kind of file, and a picture that tells nothing, is returned as it is.
     *
     * @throws CommandException REFUSED if it is damaged
     */
    byte[] bare(byte[] picture) throws CommandException;
}
