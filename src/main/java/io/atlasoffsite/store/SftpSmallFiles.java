package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpException;

/** The small files of an SFTP store: read whole, and written whole under a name that nobody looks for before they get theirs. */
final class SftpSmallFiles {

    static final String TEMPORARY = Layout.OFFSITE + "/tmp";

    private final SftpCalls calls;
    private final SftpFiles files;
    private final SftpNames names;

    SftpSmallFiles(SftpCalls calls, SftpFiles files, SftpNames names) {
        this.calls = calls;
        this.files = files;
        this.names = names;
    }

    void put(String path, byte[] content) throws IOException {
        withTemporary("write", path, (channel, temporary, again) -> {
            files.write(channel, temporary, content);
            files.replace(channel, temporary, path);
            return path;
        });
    }

    boolean putIfAbsent(String path, byte[] content) throws IOException {
        boolean exclusive = names.exclusive();
        return withTemporary("write", path, (channel, temporary, again) -> {
            if (files.taken(channel, path)) {
                return again && isOurs(channel, path, content);
            }
            files.write(channel, temporary, content);
            return names.give(channel, exclusive, temporary, path);
        });
    }

    /** An earlier try of the same call may have done it, and its answer was lost. */
    private boolean isOurs(SftpChannel channel, String path, byte[] content) throws IOException {
        boolean ours = Arrays.equals(content(channel, path, content.length + 1), content);
        if (ours) {
            files.forceFolder(channel, SftpFiles.parent(path));
        }
        return ours;
    }

    private <T> T withTemporary(String verb, String path, WithTemporary<T> question) throws IOException {
        String temporary = TEMPORARY + "/" + UUID.randomUUID();
        return calls.call(verb, path, (channel, again) -> {
            try {
                T answer = question.ask(channel, temporary, again);
                files.removeTemporary(channel, temporary);
                return answer;
            } catch (SftpException | StoreException failure) {
                try {
                    Uninterrupted.run(() -> files.removeTemporary(channel, temporary));
                } catch (IOException alsoFailed) {
                    failure.addSuppressed(alsoFailed);
                }
                throw failure;
            }
        });
    }

    /** Something done with the help of a file that is gone afterwards. */
    private interface WithTemporary<T> {
        T ask(SftpChannel channel, String temporary, boolean again) throws IOException;
    }

    Optional<byte[]> read(String path, int limitBytes) throws IOException {
        Optional<byte[]> found = calls.call("read", path, (channel, again) -> {
            try {
                return Optional.of(content(channel, path, limitBytes + 1L));
            } catch (SftpException failure) {
                if (!SftpErrors.absent(failure)) {
                    throw failure;
                }
                calls.checkRoot(channel);
                return Optional.<byte[]>empty();
            }
        });
        if (found.isPresent() && found.get().length > limitBytes) {
            throw StoreException.of(
                    Kind.DAMAGED,
                    calls.where("read", path),
                    "it is longer than " + limitBytes + " bytes; look at it by hand");
        }
        return found;
    }

    /** The first bytes of a file, all of them when there are no more than asked for. */
    private byte[] content(SftpChannel channel, String path, long most) throws IOException {
        try (CloseableHandle handle = channel.open(calls.remote(path), OpenMode.Read)) {
            byte[] bytes = new byte[1024];
            int length = 0;
            while (length < most) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 4L));
                }
                int wanted = (int) Math.min(32 << 10, Math.min(most, bytes.length) - length);
                int count = channel.read(handle, length, bytes, length, wanted);
                if (count < 0) {
                    break;
                }
                length += count;
            }
            return Arrays.copyOf(bytes, length);
        }
    }

    Instant now() throws IOException {
        return withTemporary("tell the time of", "", (channel, temporary, again) -> {
            files.write(channel, temporary, new byte[0]);
            return channel.stat(calls.remote(temporary)).getModifyTime().toInstant();
        });
    }
}
