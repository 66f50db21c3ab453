package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** One change to a group (RFC 9420 §12.1). */
sealed interface Proposal {

    int ADD = 1;
    int UPDATE = 2;
    int REMOVE = 3;
    int PSK = 4;
    int REINIT = 5;
    int EXTERNAL_INIT = 6;
    int EXTENSIONS = 7;

    int type();

    void writeBody(WireWriter out);

    /** Whether RFC 9420 defines {@code type}, so that every client knows it unasked (§7.2). */
    static boolean isDefault(int type) {
        return type >= ADD && type <= EXTENSIONS;
    }

    /** Whether a commit with it must have a path (RFC 9420 §12.4). */
    default boolean needsPath() {
        return switch (this) {
            case Add _, Psk _, ReInit _ -> false;
            case Update _, Remove _, ExternalInit _, GroupContextExtensions _ -> true;
        };
    }

    record Add(KeyPackage keyPackage) implements Proposal {
        @Override
        public int type() {
            return ADD;
        }

        @Override
        public void writeBody(WireWriter out) {
            keyPackage.write(out);
        }
    }

    record Update(LeafNode leaf) implements Proposal {
        @Override
        public int type() {
            return UPDATE;
        }

        @Override
        public void writeBody(WireWriter out) {
            leaf.write(out);
        }
    }

    record Remove(long leaf) implements Proposal {
        @Override
        public int type() {
            return REMOVE;
        }

        @Override
        public void writeBody(WireWriter out) {
            out.u32(leaf);
        }
    }

    record Psk(PskId id) implements Proposal {
        @Override
        public int type() {
            return PSK;
        }

        @Override
        public void writeBody(WireWriter out) {
            id.write(out);
        }
    }

    record ReInit(Bytes groupId, int version, int suiteId, List<Extension> extensions) implements Proposal {
        @Override
        public int type() {
            return REINIT;
        }

        @Override
        public void writeBody(WireWriter out) {
            out.opaque(groupId).u16(version).u16(suiteId);
            Extension.writeList(out, extensions);
        }
    }

    record ExternalInit(Bytes kemOutput) implements Proposal {
        @Override
        public int type() {
            return EXTERNAL_INIT;
        }

        @Override
        public void writeBody(WireWriter out) {
            out.opaque(kemOutput);
        }
    }

    record GroupContextExtensions(List<Extension> extensions) implements Proposal {
        @Override
        public int type() {
            return EXTENSIONS;
        }

        @Override
        public void writeBody(WireWriter out) {
            Extension.writeList(out, extensions);
        }
    }

    static Proposal read(WireReader in) throws MalformedException {
        return readBody(in, in.u16());
    }

    static Proposal readBody(WireReader in, int type) throws MalformedException {
        return switch (type) {
            case ADD -> new Add(KeyPackage.read(in));
            case UPDATE -> new Update(LeafNode.read(in));
            case REMOVE -> new Remove(in.u32());
            case PSK -> new Psk(PskId.read(in));
            case REINIT -> new ReInit(in.opaqueBytes(), in.u16(), in.u16(), Extension.readList(in));
            case EXTERNAL_INIT -> new ExternalInit(in.opaqueBytes());
            case EXTENSIONS -> new GroupContextExtensions(Extension.readList(in));
            default -> throw new MalformedException("proposal type " + type + " is unknown");
        };
    }

    default void write(WireWriter out) {
        out.u16(type());
        writeBody(out);
    }
}
