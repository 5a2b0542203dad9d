package io.atlasoffsite.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.SftpMessage;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatExtensionInfo;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.apache.sshd.sftp.client.impl.DefaultCloseableHandle;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.client.impl.SftpResponse;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * An SFTP channel with what the library's client lacks: a limit for each answer, hard links, and files and directories that are
 * private from the moment they exist. Always version 3, which every server speaks and whose extensions are OpenSSH's. Used by one
 * thread at a time: a request given up half way would upset the next one.
 */
final class SftpChannel extends DefaultSftpClient {

    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String HARD_LINK = "hardlink@openssh.com";
    static final String FSYNC = "fsync@openssh.com";
    static final String STATVFS = "statvfs@openssh.com";

    private static final int PRIVATE_FILE = 0600;
    private static final int PRIVATE_FOLDER = 0700;

    private final Duration answerTimeout;
    private final Duration forceTimeout;

    SftpChannel(ClientSession session, Duration answerTimeout, Duration forceTimeout) throws IOException {
        super(session, SftpVersionSelector.fixedVersionSelector(SftpConstants.SFTP_V3), null);
        this.answerTimeout = answerTimeout;
        this.forceTimeout = forceTimeout;
    }

    boolean offers(String extension) {
        return getServerExtensions().containsKey(extension);
    }

    /** The library would wait ten minutes. */
    @Override
    public Buffer receive(int id) throws IOException {
        return receiveWithin(id, answerTimeout);
    }

    /** Whoever gives up waiting gives up the channel: what would come later must not be taken for something else. */
    private Buffer receiveWithin(int id, Duration limit) throws IOException {
        try {
            Buffer answer = receive(id, limit);
            if (answer == null) {
                cut();
                throw new SshException("no answer within " + limit.toSeconds() + " s");
            }
            return answer;
        } catch (InterruptedIOException interrupted) {
            cut();
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    @Override
    public SftpMessage write(int command, Buffer request) throws IOException {
        try {
            return super.write(command, request);
        } catch (InterruptedIOException interrupted) {
            cut();
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    /** Opens a file for writing which only its owner can read, made when {@code how} says so. */
    CloseableHandle openPrivate(String path, Set<OpenMode> how) throws IOException {
        Collection<OpenMode> all = EnumSet.of(OpenMode.Write);
        all.addAll(how);
        int flags = 0;
        for (OpenMode mode : all) {
            flags |= flag(mode);
        }
        Buffer request = named(path);
        request.putInt(flags);
        permissions(request, PRIVATE_FILE);
        return new DefaultCloseableHandle(this, path, checkHandle(SftpConstants.SSH_FXP_OPEN, request));
    }

    private static int flag(OpenMode mode) {
        return switch (mode) {
            case Read -> SftpConstants.SSH_FXF_READ;
            case Write -> SftpConstants.SSH_FXF_WRITE;
            case Append -> SftpConstants.SSH_FXF_APPEND;
            case Create -> SftpConstants.SSH_FXF_CREAT;
            case Truncate -> SftpConstants.SSH_FXF_TRUNC;
            case Exclusive -> SftpConstants.SSH_FXF_EXCL;
        };
    }

    void makePrivateFolder(String path) throws IOException {
        Buffer request = named(path);
        permissions(request, PRIVATE_FOLDER);
        checkCommandStatus(SftpConstants.SSH_FXP_MKDIR, request);
    }

    /** Gives a file a second name; fails when that is taken. */
    void hardLink(String file, String newName) throws IOException {
        extended(HARD_LINK, file, newName);
    }

    /** Renames at once, replacing what is there. */
    void replace(String from, String to) throws IOException {
        extended(POSIX_RENAME, from, to);
    }

    /** Makes a file durable. Large ones may take their time: a server that is gone is found by the session's keep-alive. */
    void force(Handle handle) throws IOException {
        Buffer request = named(FSYNC);
        request.putBytes(handle.getIdentifier());
        int id = send(SftpConstants.SSH_FXP_EXTENDED, request);
        status(id, SftpConstants.SSH_FXP_EXTENDED, forceTimeout);
    }

    /** Free bytes for this user, empty when the server does not tell. */
    OptionalLong room(String path) throws IOException {
        if (!offers(STATVFS)) {
            return OptionalLong.empty();
        }
        OpenSSHStatPathExtension statvfs = getExtension(OpenSSHStatPathExtension.class);
        OpenSSHStatExtensionInfo disk = statvfs.stat(path);
        return OptionalLong.of(disk.f_bavail * disk.f_frsize);
    }

    /** Waits for the answer to a write; throws what it says. */
    void written(int id) throws IOException {
        status(id, SftpConstants.SSH_FXP_WRITE, answerTimeout);
    }

    private void status(int id, int command, Duration limit) throws IOException {
        checkResponseStatus(SftpResponse.parse(command, receiveWithin(id, limit)));
    }

    /** Closes without waiting for anything. */
    void cut() {
        getClientChannel().close(true);
    }

    private void extended(String extension, String first, String second) throws IOException {
        Buffer request = named(extension);
        putReferencedName(SftpConstants.SSH_FXP_EXTENDED, request, first, 0);
        putReferencedName(SftpConstants.SSH_FXP_EXTENDED, request, second, 1);
        checkCommandStatus(SftpConstants.SSH_FXP_EXTENDED, request);
    }

    private Buffer named(String name) {
        return putReferencedName(SftpConstants.SSH_FXP_OPEN, new ByteArrayBuffer(), name, 0);
    }

    private static void permissions(Buffer request, int mode) {
        request.putInt(SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS);
        request.putInt(mode);
    }
}
