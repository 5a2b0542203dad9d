package io.atlasoffsite.testing;

import io.atlasoffsite.store.SftpSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server on loopback whose root is a directory, and which breaks single requests when told to. Thread safe. */
public final class SftpServer implements AutoCloseable {

    public static final String USER = "offsite";
    public static final String PASSWORD = "sftp-test-password";
    public static final String ALL = "posix-rename@openssh.com=1,hardlink@openssh.com=1,fsync@openssh.com=1";

    private final KeyPair hostKey = key();
    private final List<Fault> faults = new ArrayList<>();
    private final List<SshClient> clients = new ArrayList<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    /** What is done to a request instead of what was asked. */
    public enum Strike {
        /** The connection ends and nothing was done. */
        CUT,
        /** It is done, and the connection ends without an answer. */
        DO_THEN_CUT,
        /** It is not done, and nothing is answered. */
        HANG,
        /** What OpenSSH says of a full disk, and of much else. */
        FAIL,
        /** The user may not. */
        DENY,
        /** What servers say that have a word for it. */
        FULL
    }

    private static final class Fault {
        private final String request;
        private final Strike strike;
        private int passing;
        private int left;

        Fault(String request, int passing, int times, Strike strike) {
            this.request = request;
            this.passing = passing;
            this.left = times;
            this.strike = strike;
        }
    }

    public SftpServer(Path root) throws IOException {
        this(root, ALL);
    }

    /** One that offers these of OpenSSH's extensions, {@code name=version} with commas between. */
    public SftpServer(Path root, String extensions) throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setPasswordAuthenticator((user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new Subsystems()));
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, extensions);
        server.start();
    }

    /** Lets a user in who has this key. */
    public void admit(PublicKey key) {
        server.setPublickeyAuthenticator(
                (user, shown, session) -> user.equals(USER) && KeyUtils.compareKeys(key, shown));
    }

    public static KeyPair key() {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** The server's key as {@code ssh-keyscan} prints it. */
    public String hostKey() {
        return line(hostKey);
    }

    public static String line(KeyPair pair) {
        try {
            StringBuilder line = new StringBuilder();
            PublicKeyEntry.appendPublicKeyEntry(line, pair.getPublic());
            return line.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Breaks requests.
     *
     * @param request the name of a request such as {@code WRITE}, or of an extension
     * @param passing how many of them pass before
     * @param times how many are struck then
     * @param strike how
     */
    public synchronized void fault(String request, int passing, int times, Strike strike) {
        faults.add(new Fault(request, passing, times, strike));
    }

    public synchronized void forgetFaults() {
        faults.clear();
    }

    /** Whether every fault has struck as often as it was meant to. */
    public synchronized boolean struck() {
        return faults.stream().allMatch(fault -> fault.left == 0);
    }

    private synchronized Optional<Strike> strike(String request) {
        for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.request.equals(request) && fault.left > 0) {
                if (fault.passing-- > 0) {
                    return Optional.empty();
                }
                fault.left--;
                return Optional.of(fault.strike);
            }
        }
        return Optional.empty();
    }

    public void disconnectAll() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    public int sessions() {
        return server.getActiveSessions().size();
    }

    /** Sessions as a store gets them, without the care production takes. */
    public SftpSessions sessionsFor() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(key, hostKey.getPublic()));
        client.start();
        clients.add(client);
        return new SftpSessions() {
            @Override
            public ClientSession open() throws IOException {
                ClientSession session = client.connect(USER, "127.0.0.1", port())
                        .verify(Duration.ofSeconds(10))
                        .getSession();
                session.addPasswordIdentity(PASSWORD);
                session.auth().verify(Duration.ofSeconds(10));
                return session;
            }

            @Override
            public void close() {
                client.stop();
            }
        };
    }

    @Override
    public void close() throws IOException {
        clients.forEach(SshClient::stop);
        server.stop(true);
    }

    private final class Subsystems extends SftpSubsystemFactory {
        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new Breakable(channel, this);
        }
    }

    /** Handles one request after the other, so what is sent answers the one that was just asked. */
    private final class Breakable extends SftpSubsystem {
        private boolean silent;

        Breakable(ChannelSession channel, SftpSubsystemFactory factory) {
            super(channel, factory);
        }

        @Override
        protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
            Optional<Strike> strike = strike(name(buffer, type));
            if (strike.isEmpty()) {
                super.doProcess(buffer, length, type, id);
                return;
            }
            switch (strike.get()) {
                case CUT -> getServerSession().close(true);
                case DO_THEN_CUT -> {
                    silent = true;
                    super.doProcess(buffer, length, type, id);
                    getServerSession().close(true);
                }
                case HANG -> silent = false;
                case FAIL -> sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_FAILURE, "Failure");
                case DENY ->
                    sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_PERMISSION_DENIED, "Permission denied");
                case FULL ->
                    sendStatus(
                            prepareReply(buffer), id, SftpConstants.SSH_FX_FAILURE, "write: No space left on device");
            }
        }

        @Override
        protected void send(Buffer buffer) throws IOException {
            if (!silent) {
                super.send(buffer);
            }
        }

        private String name(Buffer buffer, int type) {
            if (type != SftpConstants.SSH_FXP_EXTENDED) {
                return SftpConstants.getCommandMessageName(type).replace("SSH_FXP_", "");
            }
            int at = buffer.rpos();
            String extension = buffer.getString(StandardCharsets.UTF_8);
            buffer.rpos(at);
            return extension;
        }
    }
}
