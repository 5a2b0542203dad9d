package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.Secret;
import io.atlasoffsite.plan.SftpHostKey;
import io.atlasoffsite.plan.SftpLogin;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.store.SftpStore;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.testing.SftpServer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and which server is believed. */
class SftpLoginsIT {

    private static final String PASSPHRASE = "open sesame";

    @TempDir
    private Path directory;

    private SftpServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SftpServer(Files.createDirectory(directory.resolve("root")));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static SftpLogin password(String password) {
        return new SftpLogin.Password(Secret.of(password));
    }

    private SftpHostKey given() {
        return new SftpHostKey.Given(server.hostKey());
    }

    private SftpHostKey known(String... lines) throws Exception {
        Path file = Files.createTempFile(directory, "known", "hosts");
        return new SftpHostKey.KnownHosts(Files.writeString(file, String.join("\n", lines) + "\n"));
    }

    private SftpStore store(SftpLogin login, SftpHostKey hostKey) {
        SftpStoreConfig config =
                new SftpStoreConfig("nas", "127.0.0.1", server.port(), "/", SftpServer.USER, login, hostKey, true);
        return new SftpStore("nas", new SftpLogins(config), SftpLogins.settings(config));
    }

    private void works(SftpLogin login, SftpHostKey hostKey) throws Exception {
        try (SftpStore store = store(login, hostKey)) {
            store.put("a/b", new byte[] {1});
            assertThat(store.read("a/b", 1)).hasValue(new byte[] {1});
        }
    }

    private void refused(String words, SftpLogin login, SftpHostKey hostKey) {
        try (SftpStore store = store(login, hostKey)) {
            assertThatThrownBy(() -> store.put("a/b", new byte[] {1}))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.REFUSED))
                    .hasMessageContaining(words)
                    .hasMessageNotContaining(SftpServer.PASSWORD)
                    .hasMessageNotContaining(PASSPHRASE);
        }
        assertThat(directory.resolve("root/a")).doesNotExist();
    }

    private Path keyFile(KeyPair pair, Optional<String> passphrase) throws Exception {
        Path file = Files.createTempFile(directory, "key", "");
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword(passphrase.orElse(null));
        encryption.setCipherType("256");
        try (OutputStream out = Files.newOutputStream(file)) {
            new OpenSSHKeyPairResourceWriter()
                    .writePrivateKey(pair, "test", passphrase.isPresent() ? encryption : null, out);
        }
        return file;
    }

    @Test
    void theRightPasswordAndServerWork() throws Exception {
        works(password(SftpServer.PASSWORD), given());
    }

    @Test
    void aWrongPasswordIsRefused() {
        refused("does not let this user in", password("wrong-" + SftpServer.PASSWORD.length()), given());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"})
    void aPrivateKeyWorksWithAndWithoutPassphrase(String kind) throws Exception {
        KeyPair pair = KeyUtils.generateKeyPair(kind, kind.equals("ssh-rsa") ? 2048 : 256);
        server.admit(pair.getPublic());

        works(new SftpLogin.PrivateKey(keyFile(pair, Optional.empty()), Optional.empty()), given());
        works(
                new SftpLogin.PrivateKey(keyFile(pair, Optional.of(PASSPHRASE)), Optional.of(Secret.of(PASSPHRASE))),
                given());
    }

    @Test
    void aPrivateKeyThatCannotBeReadOrIsNotAdmittedIsRefused() throws Exception {
        KeyPair pair = KeyUtils.generateKeyPair("ssh-ed25519", 256);
        Path locked = keyFile(pair, Optional.of(PASSPHRASE));

        refused("check the file", new SftpLogin.PrivateKey(directory.resolve("no"), Optional.empty()), given());
        refused("check the file", new SftpLogin.PrivateKey(locked, Optional.empty()), given());
        refused("check the file", new SftpLogin.PrivateKey(locked, Optional.of(Secret.of("wrong"))), given());
        refused(
                "does not let this user in",
                new SftpLogin.PrivateKey(keyFile(pair, Optional.empty()), Optional.empty()),
                given());
    }

    @Test
    void aServerWithAnotherKeyIsRefusedBeforeItSeesThePassword() {
        SftpHostKey other = new SftpHostKey.Given(SftpServer.line(SftpServer.key()));

        refused("the server shows another key than the expected (SHA256:", password(SftpServer.PASSWORD), other);
    }

    @Test
    void aFileOfKnownHostsIsReadAndNeverWritten() throws Exception {
        String name = "[127.0.0.1]:" + server.port() + " ";
        String other = SftpServer.line(SftpServer.key());
        SftpHostKey good = known("# a comment", "elsewhere " + other, name + other, name + server.hostKey());

        works(password(SftpServer.PASSWORD), good);
        assertThat(Files.readString(((SftpHostKey.KnownHosts) good).file(), StandardCharsets.UTF_8))
                .startsWith("# a comment")
                .hasLineCount(4);
    }

    @Test
    void aServerThatTheFileDoesNotKnowIsRefused() throws Exception {
        String name = "[127.0.0.1]:" + server.port() + " ";
        SftpLogin login = password(SftpServer.PASSWORD);

        refused("has no key of 127.0.0.1", login, known("elsewhere " + server.hostKey()));
        refused("another key than the expected", login, known(name + SftpServer.line(SftpServer.key())));
        refused("has no key of", login, known(name + server.hostKey(), "@revoked * " + server.hostKey()));
        refused("cannot be read", login, new SftpHostKey.KnownHosts(directory.resolve("no")));
    }

    @Test
    void noServerIsUnavailable() throws Exception {
        try (SftpStore store = store(password(SftpServer.PASSWORD), given())) {
            server.close();
            assertThatThrownBy(() -> store.list(""))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
        }
    }
}
