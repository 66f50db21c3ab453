package parley.pictures.format;

import parley.pictures.format.Riff.Chunk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** A WebP of nothing but the chunks that show its picture (RFC 9649 §2.7), moving ones too. */
final class BareWebp {

    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "ALPH", "ANIM", "ICCP");
    private static final Set<String> KEPT_IN_FRAMES = Set.of("VP8 ", "VP8L", "ALPH");
    static final String NOTES = "EXIF";
    private static final int FRAME_HEAD = 16;

    /** In the first byte of VP8X: notes of a camera, and XMP. */
    private static final int HAS_NOTES = 0x08;

    private static final int HAS_XMP = 0x04;

    private BareWebp() {}

    static byte[] of(byte[] file) throws IOException {
        var chunks = Riff.chunks(file);
        var how = Orientation.of(file, chunks);
        var out = new ByteArrayOutputStream(file.length);
        for (var chunk : chunks) {
            var body = Arrays.copyOfRange(file, chunk.start(), chunk.end());
            if (chunk.name().equals("VP8X")) out.write(Riff.chunk("VP8X", head(body, how)));
            else if (chunk.name().equals("ANMF")) out.write(Riff.chunk("ANMF", frame(file, chunk)));
            else if (KEPT.contains(chunk.name())) out.write(Riff.chunk(chunk.name(), body));
        }
        if (out.size() == 0) throw new IOException("a WebP without a picture");
        if (how != Orientation.AS_IT_IS) out.write(Riff.chunk(NOTES, how.tiff()));
        return Riff.file(out.toByteArray());
    }

    private static byte[] head(byte[] body, Orientation how) throws IOException {
        if (body.length == 0) throw new IOException("a WebP with an empty head");
        int flags = body[0] & ~(HAS_NOTES | HAS_XMP);
        body[0] = (byte) (how == Orientation.AS_IT_IS ? flags : flags | HAS_NOTES);
        return body;
    }

    private static byte[] frame(byte[] file, Chunk chunk) throws IOException {
        if (chunk.end() - chunk.start() < FRAME_HEAD) throw new IOException("a WebP with half a frame");
        var out = new ByteArrayOutputStream(chunk.end() - chunk.start());
        out.write(file, chunk.start(), FRAME_HEAD);
        for (var inner : Riff.chunks(file, chunk.start() + FRAME_HEAD, chunk.end())) {
            if (!KEPT_IN_FRAMES.contains(inner.name())) continue;
            out.write(Riff.chunk(inner.name(), Arrays.copyOfRange(file, inner.start(), inner.end())));
        }
        return out.toByteArray();
    }
}
