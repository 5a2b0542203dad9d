package io.atlasoffsite.route;

import io.atlasoffsite.plan.SftpLogin;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.store.SftpRefusal;
import io.atlasoffsite.store.SftpSessions;
import io.atlasoffsite.store.SftpStoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;

/**
 * Logs in to the server of an SFTP store as its entry in offsite.yaml says, and nothing else: neither the user's SSH files nor an
 * agent are asked, and a server is let near the password only after it has shown a key that was expected. Thread safe.
 */
final class SftpLogins implements SftpSessions {

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration LOG_IN = Duration.ofSeconds(30);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int UNANSWERED_KEEP_ALIVES = 4;
    private static final AttributeKey<PublicKey> REFUSED_KEY = new AttributeKey<>();

    private final SftpStoreConfig store;
    private Optional<SshClient> client = Optional.empty();
    private boolean closed;

    SftpLogins(SftpStoreConfig store) {
        this.store = store;
    }

    static SftpStoreSettings settings(SftpStoreConfig store) {
        return SftpStoreSettings.of(store.user(), store.host(), store.port(), store.directory())
                .withRequireFsync(store.requireFsync());
    }

    @Override
    public ClientSession open() throws IOException {
        Optional<KeyPair> key = key();
        ClientSession session = started()
                .connect(store.user(), store.host(), store.port())
                .verify(CONNECT)
                .getSession();
        try {
            if (store.login() instanceof SftpLogin.Password password) {
                session.addPasswordIdentity(password.password().reveal());
            }
            key.ifPresent(session::addPublicKeyIdentity);
            session.auth().verify(LOG_IN);
            return session;
        } catch (IOException | RuntimeException failure) {
            PublicKey refused = session.getAttribute(REFUSED_KEY);
            session.close(true);
            throw refused == null ? judged(failure) : unknown(refused);
        }
    }

    private synchronized SshClient started() throws IOException {
        if (closed) {
            throw new IOException("store '" + store.name() + "' is closed");
        }
        if (client.isEmpty()) {
            SshClient fresh = made(SftpHostKeys.of(store));
            fresh.start();
            client = Optional.of(fresh);
        }
        return client.get();
    }

    private SshClient made(SftpHostKeys expected) {
        SshClient fresh = SshClient.setUpDefaultClient();
        fresh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        fresh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        fresh.setSignatureFactories(expected.first(fresh.getSignatureFactories()));
        fresh.setServerKeyVerifier((session, address, shown) -> {
            boolean known = expected.has(shown);
            if (!known) {
                session.setAttribute(REFUSED_KEY, shown);
            }
            return known;
        });
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(fresh, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(fresh, UNANSWERED_KEEP_ALIVES);
        CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(fresh, CONNECT);
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(fresh, LOG_IN);
        AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(fresh, settings(store).answerTimeout());
        return fresh;
    }

    private Optional<KeyPair> key() throws IOException {
        if (!(store.login() instanceof SftpLogin.PrivateKey login)) {
            return Optional.empty();
        }
        Path file = login.file();
        FilePasswordProvider passphrase = login.passphrase()
                .map(secret -> FilePasswordProvider.of(secret.reveal()))
                .orElse(FilePasswordProvider.EMPTY);
        try (InputStream content = Files.newInputStream(file)) {
            for (KeyPair pair : SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(file.toString()), content, passphrase)) {
                return Optional.of(pair);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            throw new SftpRefusal(
                    "the private key " + file + " cannot be read; check the file, its rights and its passphrase",
                    failure);
        }
        throw new SftpRefusal("the file " + file + " holds no private key; name one that does as privateKey");
    }

    private static IOException judged(Exception failure) {
        if (failure instanceof SshException refused
                && refused.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return new SftpRefusal(
                    "the server does not let this user in; check the user and the password or key, and that the server"
                            + " accepts that kind",
                    refused);
        }
        if (failure instanceof SshException refused
                && refused.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
            return new SftpRefusal(
                    "the server knows no way to encrypt or to prove itself that is still thought safe; update the server",
                    refused);
        }
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    private static SftpRefusal unknown(PublicKey shown) {
        return new SftpRefusal("the server shows another key than the expected (" + KeyUtils.getFingerPrint(shown)
                + "); when the server has a new one for a reason you know, correct hostKey or knownHosts, else find out"
                + " who answers there");
    }

    @Override
    public synchronized void close() {
        closed = true;
        client.ifPresent(SshClient::stop);
        client = Optional.empty();
    }
}
