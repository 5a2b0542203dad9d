package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * Files and folders of an SFTP store: what takes several requests. All of it may be done again from the beginning. Folders are made
 * when something is written into them and go with the last file, whoever else is doing the same. Stateless but for what was found
 * out about the server; thread safe.
 */
final class SftpFiles {

    private static final int TRIES = 20;

    private final SftpCalls calls;
    private volatile boolean foldersForced = true;

    SftpFiles(SftpCalls calls) {
        this.calls = calls;
    }

    /** Whether the server makes names durable; true until it was seen not to. */
    boolean foldersForced() {
        return foldersForced;
    }

    Optional<Attributes> look(SftpChannel channel, String path) throws IOException {
        try {
            return Optional.of(channel.lstat(calls.remote(path)));
        } catch (SftpException failure) {
            if (SftpErrors.absent(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    boolean taken(SftpChannel channel, String path) throws IOException {
        return look(channel, path).isPresent();
    }

    /** All of a folder; empty when it is not there. */
    List<DirEntry> list(SftpChannel channel, String folder) throws IOException {
        List<DirEntry> all = new ArrayList<>();
        try (CloseableHandle handle = channel.openDir(calls.remote(folder))) {
            for (List<DirEntry> some = channel.readDir(handle); some != null; some = channel.readDir(handle)) {
                all.addAll(some);
            }
        } catch (SftpException failure) {
            if (!SftpErrors.absent(failure)) {
                throw failure;
            }
            calls.checkRoot(channel);
            return List.of();
        }
        all.removeIf(
                entry -> entry.getFilename().equals(".") || entry.getFilename().equals(".."));
        return all;
    }

    /** Writes a file whole and forces it; its name is one that nobody looks for. */
    void write(SftpChannel channel, String path, byte[] content) throws IOException {
        try (CloseableHandle handle = create(channel, path)) {
            SftpWriter writer = new SftpWriter(channel, handle, 0);
            writer.write(ByteBuffer.wrap(content));
            writer.finish();
            force(channel, handle);
        } catch (SftpException failure) {
            throw orFull(channel, "write", path, failure, content.length);
        }
    }

    CloseableHandle create(SftpChannel channel, String path) throws IOException {
        return inFolder(
                channel,
                path,
                () -> channel.openPrivate(calls.remote(path), Set.of(OpenMode.Create, OpenMode.Truncate)));
    }

    void force(SftpChannel channel, CloseableHandle handle) throws IOException {
        if (channel.offers(SftpChannel.FSYNC)) {
            channel.force(handle);
        }
    }

    /** Gives a finished file its name, replacing what is there. */
    void replace(SftpChannel channel, String from, String to) throws IOException {
        inFolder(channel, to, () -> {
            channel.replace(calls.remote(from), calls.remote(to));
            return true;
        });
        forceFolder(channel, parent(to));
    }

    /** Something done to a file in a folder that is made when it is not there; somebody else may remove it while it is empty. */
    <T> T inFolder(SftpChannel channel, String path, InFolder<T> action) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return action.run();
            } catch (SftpException failure) {
                if (tries == TRIES || !SftpErrors.absent(failure)) {
                    throw failure;
                }
                makeFolder(channel, parent(path));
            }
        }
    }

    private void makeFolder(SftpChannel channel, String folder) throws IOException {
        if (folder.isEmpty()) {
            calls.checkRoot(channel);
            return;
        }
        try {
            channel.makePrivateFolder(calls.remote(folder));
            forceFolder(channel, parent(folder));
        } catch (SftpException failure) {
            if (SftpErrors.absent(failure)) {
                makeFolder(channel, parent(folder));
                makeFolder(channel, folder);
            } else if (look(channel, folder).filter(Attributes::isDirectory).isEmpty()) {
                throw failure;
            }
        }
    }

    /** Makes a folder's names durable where the server can: by the protocol it need not. */
    void forceFolder(SftpChannel channel, String folder) throws IOException {
        if (!foldersForced || !channel.offers(SftpChannel.FSYNC)) {
            return;
        }
        try (CloseableHandle handle = channel.open(calls.remote(folder), OpenMode.Read)) {
            channel.force(handle);
        } catch (SftpException failure) {
            if (!SftpErrors.absent(failure)) {
                foldersForced = false;
            }
        }
    }

    /** Removes a file nobody looks for; its folder stays for the next one. */
    void removeTemporary(SftpChannel channel, String path) throws IOException {
        try {
            channel.remove(calls.remote(path));
        } catch (SftpException failure) {
            if (!SftpErrors.absent(failure)) {
                throw failure;
            }
        }
    }

    /** Removes a file, durably, and the folders above it that became empty. */
    void remove(SftpChannel channel, String path) throws IOException {
        try {
            channel.remove(calls.remote(path));
            forceFolder(channel, parent(path));
        } catch (SftpException failure) {
            if (!SftpErrors.absent(failure)) {
                throw failure;
            }
        }
        removeEmpty(channel, parent(path));
    }

    void removeEmpty(SftpChannel channel, String folder) throws IOException {
        String empty = folder;
        try {
            while (!empty.isEmpty()) {
                channel.rmdir(calls.remote(empty));
                empty = parent(empty);
            }
        } catch (SftpException inUseOrGone) {
            if (SftpErrors.unanswered(inUseOrGone)) {
                throw inUseOrGone;
            }
        }
    }

    /** OpenSSH says only "failure" when its disk is full; how much room there is tells the rest. */
    IOException orFull(SftpChannel channel, String verb, String path, SftpException failure, long bytes)
            throws IOException {
        if (failure.getStatus() != SftpConstants.SSH_FX_FAILURE) {
            return failure;
        }
        OptionalLong room = channel.room(calls.remote(""));
        return room.isPresent() && room.getAsLong() < bytes
                ? SftpErrors.full(calls.where(verb, path), new Answer(0, "SSH_FX_FAILURE"), failure)
                : failure;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Something done in a folder. */
    interface InFolder<T> {
        T run() throws IOException;
    }
}
