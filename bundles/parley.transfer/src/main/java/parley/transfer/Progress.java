package parley.transfer;

import parley.client.api.Transfers.State;
import parley.protocol.Hash;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How far a file has come: what changes of a {@link FileRecord}.
 *
 * @param path the source; of a received file the name chosen for it, where it is once it is done
 * @param directory where it is to land; received ones once accepted
 * @param bytes plain bytes where they should be, as last stored
 * @param announced how many leaves have been said; ours only
 * @param root and sha256: as the sender's {@code complete} said, or as computed
 * @param reason why it ended, if not well
 */
record Progress(
        State state,
        Optional<Path> path,
        Optional<Path> directory,
        long bytes,
        long announced,
        Optional<Hash> root,
        Optional<Hash> sha256,
        Optional<String> reason) {

    static Progress offered(Optional<Path> source) {
        return new Progress(
                State.OFFERED, source, Optional.empty(), 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Progress with(State state) {
        return new Progress(state, path, directory, bytes, announced, root, sha256, reason);
    }

    Progress failed(State state, String reason) {
        return new Progress(state, path, directory, bytes, announced, root, sha256, Optional.of(reason));
    }

    Progress into(Path directory) {
        return new Progress(State.RUNNING, path, Optional.of(directory), bytes, announced, root, sha256, reason);
    }

    Progress landing(Path target) {
        return new Progress(state, Optional.of(target), directory, bytes, announced, root, sha256, reason);
    }

    Progress at(long bytes, long announced) {
        return new Progress(state, path, directory, bytes, announced, root, sha256, reason);
    }

    Progress complete(Hash root, Hash sha256) {
        return new Progress(state, path, directory, bytes, announced, Optional.of(root), Optional.of(sha256), reason);
    }

    /** The same without where it is and what is in it; but where its part lies, until that is cleared away. */
    Progress erased() {
        var left = state == State.DONE ? Optional.<Path>empty() : directory;
        return new Progress(state, Optional.empty(), left, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Progress done(Path path, long size) {
        return new Progress(State.DONE, Optional.of(path), directory, size, announced, root, sha256, reason);
    }
}
