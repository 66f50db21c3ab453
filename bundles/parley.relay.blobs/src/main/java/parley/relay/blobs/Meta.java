package parley.relay.blobs;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What stands beside a blob's bytes.
 *
 * @param reserved when, in milliseconds since 1970
 * @param ranges what is durable of an unfinished blob
 */
record Meta(
        BlobId blob,
        AccountKey owner,
        long size,
        Hash write,
        Hash read,
        long reserved,
        boolean finished,
        List<Map.Entry<Long, Long>> ranges) {

    private static final int VERSION = 1;

    byte[] encode() {
        var out = new WireWriter().u8(VERSION);
        blob.write(out);
        owner.write(out);
        write.write(out.u64(size));
        read.write(out);
        out.u64(reserved).bool(finished);
        out.vector(ranges, (w, range) -> w.u64(range.getKey()).u64(range.getValue()));
        return out.u32(crc(out.toArray(), out.length())).toArray();
    }

    static Meta decode(byte[] bytes) throws MalformedException {
        if (bytes.length < 4) throw new MalformedException("too short");
        var sum = new WireReader(Bytes.of(bytes).slice(bytes.length - 4, bytes.length)).u32();
        if (sum != crc(bytes, bytes.length - 4)) throw new MalformedException("the checksum does not fit");
        return WireReader.decode(
                Bytes.of(bytes).slice(0, bytes.length - 4),
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("of another version");
                    return new Meta(
                            BlobId.read(in),
                            AccountKey.read(in),
                            in.size(),
                            Hash.read(in),
                            Hash.read(in),
                            in.size(),
                            in.bool(),
                            in.vector(item -> Map.entry(item.size(), item.size())));
                });
    }

    private static long crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
