package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsAndProxyTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(31, 20_000);
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void f12_aHostThatCannotBeResolvedOrReachedEndsAfterBoundedTries() throws Exception {
        assertThat(lastKind("https://does-not-exist.invalid/secret", List.of("*.invalid")))
                .isEqualTo(Kind.DNS);
        assertThat(lastKind("https://127.0.0.1:" + portNobodyHas() + "/secret", List.of("127.0.0.1")))
                .isEqualTo(Kind.CONNECT);
    }

    private static int portNobodyHas() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    private Kind lastKind(String url, List<String> hosts) {
        try (Rig rig = Rig.quick(directory)) {
            Ticket ticket = new Ticket(SignedUrl.parse(url), Optional.empty(), false);
            TransferException failure = catchThrowableOfType(
                    TransferException.class,
                    () -> rig.engine()
                            .transfer(TransferRequest.of(
                                    need -> ticket, rig.sinks(Rig.SMALL_PARTS), HostPolicy.of(hosts))));
            assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_TRIES);
            return ((TransferException) failure.getCause()).kind();
        }
    }

    @Test
    void f12_anUntrustedCertificateIsRefusedAndTheCaFileMakesItTrusted() throws Exception {
        Identity identity = Identity.make(directory);
        try (FaultyServer server =
                FaultyServer.start(identity.listen(), (request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            TransferException failure = catchThrowableOfType(
                    TransferException.class, () -> fetch(server, NetworkSettings.direct(), "localhost"));
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(server.requests()).isEmpty();

            NetworkSettings trusting = new NetworkSettings(
                    Duration.ofSeconds(5), Optional.empty(), List.of(), Optional.of(identity.certificate()));
            assertThat(fetch(server, trusting, "localhost").bytes()).isEqualTo(ARCHIVE.length);
            assertThat(catchThrowableOfType(TransferException.class, () -> fetch(server, trusting, "127.0.0.1"))
                            .kind())
                    .isEqualTo(Kind.TLS);
        }
    }

    @Test
    void aCaFileWithoutCertificatesIsSaidAtOnce() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        NetworkSettings network =
                new NetworkSettings(Duration.ofSeconds(5), Optional.empty(), List.of(), Optional.of(empty));

        assertThatThrownBy(() -> Rig.with(directory, settings -> settings.withNetwork(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty.pem");
    }

    @Test
    void aProxyThatRefusesIsNoRefusalOfTheDownloadHost() throws Exception {
        try (FaultyServer proxy =
                FaultyServer.start((request, answer) -> answer.head("403 Forbidden", "Content-Length: 0"))) {
            NetworkSettings network = new NetworkSettings(
                    Duration.ofSeconds(5),
                    Optional.of(ProxyServer.open("127.0.0.1", proxy.port())),
                    List.of(),
                    Optional.empty());
            try (Rig rig = Rig.with(directory, settings -> settings.withNetwork(network))) {
                Ticket ticket =
                        new Ticket(SignedUrl.parse("https://x.mongodb.net:27017/secret"), Optional.empty(), false);
                TransferException failure = catchThrowableOfType(
                        TransferException.class,
                        () -> rig.engine()
                                .transfer(TransferRequest.of(
                                        need -> ticket,
                                        rig.sinks(Rig.SMALL_PARTS),
                                        HostPolicy.of(List.of("*.mongodb.net")))));

                assertThat(((TransferException) failure.getCause()).kind()).isEqualTo(Kind.CONNECT);
                assertThat(failure.status()).isEqualTo(403);
                assertThat(proxy.requests()).allSatisfy(request -> {
                    assertThat(request.method()).isEqualTo("CONNECT");
                    assertThat(request.path()).isEqualTo("x.mongodb.net:27017");
                });
            }
        }
    }

    @Test
    void aProxyThatWantsAnotherPasswordIsAskedOnce() throws Exception {
        try (FaultyServer proxy = FaultyServer.start((request, answer) ->
                answer.head("407 Who are you", "Proxy-Authenticate: Basic realm=\"x\"", "Content-Length: 0"))) {
            NetworkSettings network = new NetworkSettings(
                    Duration.ofSeconds(5),
                    Optional.of(ProxyServer.open("127.0.0.1", proxy.port())),
                    List.of(),
                    Optional.empty());
            try (Rig rig = Rig.with(directory, settings -> settings.withNetwork(network))) {
                Ticket ticket = new Ticket(SignedUrl.parse("https://x.mongodb.net/secret"), Optional.empty(), false);
                TransferException failure = catchThrowableOfType(
                        TransferException.class,
                        () -> rig.engine()
                                .transfer(TransferRequest.of(
                                        need -> ticket,
                                        rig.sinks(Rig.SMALL_PARTS),
                                        HostPolicy.of(List.of("*.mongodb.net")))));

                assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
                assertThat(failure.status()).isEqualTo(407);
                assertThat(proxy.requests()).hasSize(1);
            }
        }
    }

    @Test
    void noProxyNamesHostsThatAreReachedDirectly() {
        NetworkSettings network = new NetworkSettings(
                Duration.ofSeconds(5),
                Optional.empty(),
                List.of("*.mongodb.net", ".corp", "one.example"),
                Optional.empty());

        assertThat(List.of("a.mongodb.net", "x.corp", "one.example", "localhost", "127.0.0.1"))
                .allMatch(host -> network.direct(host));
        assertThat(List.of("mongodb.net", "corp", "two.one.example")).noneMatch(host -> network.direct(host));
    }

    private ArchiveRecord fetch(FaultyServer server, NetworkSettings network, String host)
            throws IOException, InterruptedException {
        try (Rig rig = Rig.with(directory, settings -> settings.withNetwork(network))) {
            Ticket ticket = new Ticket(
                    SignedUrl.of(URI.create("https://" + host + ":" + server.port() + "/secret")),
                    Optional.empty(),
                    false);
            return rig.engine().transfer(TransferRequest.of(need -> ticket, rig.sinks(Rig.SMALL_PARTS), Rig.LOOPBACK));
        }
    }

    /** A self-signed certificate for localhost, made by the JDK's keytool. */
    private record Identity(Path keyStore, Path certificate) {

        static Identity make(Path directory) throws IOException, InterruptedException {
            Path store = directory.resolve("server.p12");
            Path pem = directory.resolve("server.pem");
            keytool(
                    "-genkeypair",
                    "-alias",
                    "s",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD);
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    "s",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD,
                    "-file",
                    pem.toString());
            return new Identity(store, pem);
        }

        private static void keytool(String... arguments) throws IOException, InterruptedException {
            List<String> command = new java.util.ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
        }

        ServerSocket listen() throws Exception {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keyStore)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }
    }
}
