package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Content;
import parley.protocol.wire.Bytes;

import java.util.Optional;

/**
 * What people say of themselves: a name, some words, a picture. Approved contacts get it, and of name and picture the
 * members of groups of up to 100 in which one speaks. None of it is verified: the address says who it is. Texts are
 * shown as they are, made harmless; pictures are bytes of others, to be decoded within bounds. Blocks (on the profile's
 * disk); call it from a virtual thread.
 */
@ProviderType
public interface Profiles {

    /** The most bytes of UTF-8 in a name. */
    int MAX_NAME = Content.Profile.MAX_NAME;

    /** The most bytes of UTF-8 in what somebody says of themselves. */
    int MAX_BIO = Content.Profile.MAX_BIO;

    /** The most bytes of a picture. */
    int MAX_PICTURE = Content.Profile.MAX_PICTURE;

    /** The largest file that is made a picture, in bytes. */
    int MAX_FILE = 20 << 20;

    /** How many pixels an own picture has at most, either way. */
    int PICTURE_SIDE = 256;

    /**
     * What an account says of itself.
     *
     * @param name empty for none
     * @param bio empty for none; always so of somebody who is met in groups alone
     * @param picture an image file, as it was sent (of an own one a JPEG); empty for none
     * @param lookalikeOf somebody else whose name or address this name looks like: another contact, or this account
     * @param disguised whether the name has signs that are not seen, turn text around, pretend a mark of trust, or come
     *     from alphabets that nobody mixes
     */
    record Profile(
            AccountKey account,
            String name,
            String bio,
            Bytes picture,
            Optional<Address> lookalikeOf,
            boolean disguised) {}

    /** This account's. */
    Profile own() throws CommandException;

    /** What somebody has sent; empty if they have not. */
    Optional<Profile> of(AccountKey account) throws CommandException;

    /**
     * The same of a contact, by address or contact link.
     *
     * @throws CommandException NOT_FOUND, AMBIGUOUS
     */
    Optional<Profile> of(String addressOrLink) throws CommandException;

    /**
     * Changes the own name; contacts get it when they and this device are online.
     *
     * @param name empty for none
     * @throws CommandException USAGE (more than a line, or signs that are not seen), TOO_LARGE beyond {@link #MAX_NAME}
     */
    Profile name(String name) throws CommandException;

    /**
     * The same of the own bio.
     *
     * @throws CommandException USAGE (signs that are not seen, but for line breaks), TOO_LARGE beyond {@link #MAX_BIO}
     */
    Profile bio(String bio) throws CommandException;

    /**
     * Makes the middle of an image the own picture, {@link #PICTURE_SIDE} pixels square, without anything else that the
     * file holds.
     *
     * @param file a PNG or JPEG of at most 20 MiB and 40 million pixels
     * @throws CommandException USAGE (no such image), TOO_LARGE
     */
    Profile picture(byte[] file) throws CommandException;

    /** Takes the own picture away. */
    Profile noPicture() throws CommandException;
}
