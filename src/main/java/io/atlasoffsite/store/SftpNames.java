package io.atlasoffsite.store;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.sshd.sftp.common.SftpException;

/**
 * Gives finished files names nobody else has taken. A hard link does it in one step, which no other writer can get between; where
 * the server, or the disk behind it, has none, a plain rename, which refuses a taken name too, but not on every server between two
 * writers at once. Creating the final name first and filling it afterwards would show a half-written file after a crash.
 */
final class SftpNames {

    private static final byte[] CONTENT = {'p', 'r', 'o', 'b', 'e', '\n'};

    private final SftpCalls calls;
    private final SftpFiles files;
    private Optional<Boolean> links = Optional.empty();

    SftpNames(SftpCalls calls, SftpFiles files) {
        this.calls = calls;
        this.files = files;
    }

    /** Whether of several writers at once exactly one gets a name. Found out by trying, once. */
    synchronized boolean exclusive() throws IOException {
        if (links.isEmpty()) {
            String path = Layout.PROBES + "/" + UUID.randomUUID();
            links = Optional.of(calls.call("probe", path, (channel, again) -> tryLinks(channel, path)));
        }
        return links.get();
    }

    private boolean tryLinks(SftpChannel channel, String path) throws IOException {
        if (!channel.offers(SftpChannel.HARD_LINK)) {
            return false;
        }
        String second = path + "-2";
        files.remove(channel, second);
        files.write(channel, path, CONTENT);
        try {
            channel.hardLink(calls.remote(path), calls.remote(second));
            return refused(channel, path, second);
        } catch (SftpException noLinks) {
            if (SftpErrors.unanswered(noLinks)) {
                throw noLinks;
            }
            return false;
        } finally {
            files.remove(channel, second);
            files.remove(channel, path);
        }
    }

    private boolean refused(SftpChannel channel, String path, String taken) throws IOException {
        try {
            channel.hardLink(calls.remote(path), calls.remote(taken));
            return false;
        } catch (SftpException refused) {
            if (SftpErrors.unanswered(refused)) {
                throw refused;
            }
            return true;
        }
    }

    /** Answers false when the name was taken. The file may or may not keep its old name too. */
    boolean give(SftpChannel channel, boolean exclusive, String from, String to) throws IOException {
        if (files.taken(channel, to)) {
            return false;
        }
        try {
            files.inFolder(channel, to, () -> {
                if (exclusive) {
                    channel.hardLink(calls.remote(from), calls.remote(to));
                } else {
                    channel.rename(calls.remote(from), calls.remote(to));
                }
                return true;
            });
        } catch (SftpException refused) {
            if (!SftpErrors.unanswered(refused) && files.taken(channel, to)) {
                return false;
            }
            throw refused;
        }
        files.forceFolder(channel, SftpFiles.parent(to));
        return true;
    }
}
