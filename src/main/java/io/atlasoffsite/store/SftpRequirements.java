package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Answer;
import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient.Attributes;

/** What a server must be and have before anything is asked of it; looked at once for every session. Immutable. */
final class SftpRequirements {

    private final String store;
    private final SftpStoreSettings settings;

    SftpRequirements(String store, SftpStoreSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    Where where(String verb, String path) {
        String at = "sftp://" + settings.host() + ":" + settings.port() + "/"
                + settings.remote(path).replaceFirst("^/", "");
        return new Where(store, verb, path, at);
    }

    void check(SftpChannel channel) throws IOException {
        if (!channel.offers(SftpChannel.POSIX_RENAME)) {
            throw lacks(
                    SftpChannel.POSIX_RENAME,
                    "a file cannot be replaced in one step; use a server that offers it, OpenSSH's for one");
        }
        if (settings.requireFsync() && !channel.offers(SftpChannel.FSYNC)) {
            throw lacks(
                    SftpChannel.FSYNC,
                    "nobody can tell when a file is safe on its disk; use a server that offers it, or set the store's"
                            + " requireFsync to false where a closed file is a safe file");
        }
        checkRoot(channel);
    }

    /** The root is never made: one that is missing is most likely a disk that is not mounted. */
    void checkRoot(SftpChannel channel) throws IOException {
        Where root = where("look at", "");
        try {
            Attributes found = channel.stat(settings.directory());
            if (found.isDirectory()) {
                return;
            }
        } catch (IOException failure) {
            if (!SftpErrors.absent(failure)) {
                throw SftpErrors.unanswered(failure) ? failure : SftpErrors.translate(root, failure);
            }
        }
        throw StoreException.of(Kind.REFUSED, root, "the store's directory is not there; create it or mount its disk");
    }

    private StoreException lacks(String extension, String consequence) {
        return StoreException.of(
                Kind.REFUSED,
                where("use", ""),
                new Answer(0, StoreException.LACKING),
                "the server does not offer " + extension + ", so " + consequence,
                null);
    }
}
