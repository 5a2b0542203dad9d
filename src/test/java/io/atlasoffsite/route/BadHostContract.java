package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.testing.Authority;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.HostPolicy;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.SignedUrl;
import io.atlasoffsite.transfer.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F12 and F13: the host cannot be reached or trusted, or sends us to another. */
abstract class BadHostContract extends FaultsContract {

    private OffsiteException failure(String url, List<String> hosts) throws Exception {
        Ticket ticket = new Ticket(SignedUrl.parse(url), Optional.empty(), false);
        return rig().copy(Wish.of(ARCHIVE, need -> ticket).from(HostPolicy.of(hosts)))
                .why();
    }

    @Test
    void f12_aHostThatCannotBeResolvedLeavesNoCopy() throws Exception {
        assertRow(
                failure("https://does-not-exist.invalid/secret", List.of("*.invalid")),
                "The download host",
                "cannot be reached");
    }

    @Test
    void f12_aHostThatRefusesConnectionsLeavesNoCopy() throws Exception {
        String url = "https://127.0.0.1:" + portNobodyHas() + "/secret";

        assertRow(failure(url, List.of("127.0.0.1")), "The download host", "cannot be reached");
    }

    private static int portNobodyHas() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    @Test
    void f12_aCertificateNobodyTrustsLeavesNoCopyAndTheCaFileMakesOne() throws Exception {
        Authority authority = Authority.make(directory(), "localhost");
        ServerSocket listener =
                authority.server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (FaultyServer server =
                FaultyServer.start(listener, (request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            String url = "https://localhost:" + server.port() + "/secret";
            assertRow(failure(url, List.of("localhost")), "The download host", "its certificate is not trusted");
            assertThat(server.requests()).isEmpty();

            restart(settings()
                    .withNetwork(new NetworkSettings(
                            Duration.ofSeconds(5), Optional.empty(), List.of(), Optional.of(authority.pem()))));
            Ticket ticket = new Ticket(SignedUrl.parse(url), Optional.empty(), false);
            rig().copy(Wish.of(ARCHIVE, need -> ticket).from(HostPolicy.of(List.of("localhost"))))
                    .record();
        }
    }

    @Test
    void f12_aHostThatDoesNotTalkTlsLeavesNoCopy() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> answer.text("no TLS here\r\n"))) {
            OffsiteException failure = failure("https://127.0.0.1:" + server.port() + "/secret", List.of("127.0.0.1"));

            // Whether the answer or the end of the connection comes first is chance.
            assertThat(failure.hint()).containsAnyOf("open the firewall", "network.caFile");
        }
    }

    @Test
    void f12_aHostThatIsSilentInsteadOfTalkingTlsLeavesNoCopy() throws Exception {
        restart(settings()
                .withStallTimeout(Duration.ofMillis(200))
                .withNetwork(
                        new NetworkSettings(Duration.ofMillis(300), Optional.empty(), List.of(), Optional.empty())));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            OffsiteException failure =
                    failure("https://127.0.0.1:" + silent.getLocalPort() + "/secret", List.of("127.0.0.1"));

            assertThat(failure.reason().code()).isEqualTo("download-failed");
            assertThat(failure.retryable()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/secret",
                "http://files.mongodb.net/secret",
                "https://10.0.0.1/secret",
                "https://[fd00::1]/secret",
                "https://169.254.169.254/secret",
                "https://user:secret@files.mongodb.net/secret",
                "ftp://127.0.0.1/secret",
                "//elsewhere.example/secret"
            })
    void f13_aRedirectToAPlaceThatMayNotServeLeavesNoCopy(String target) throws Exception {
        try (FaultyServer server = FaultyServer.start(
                (request, answer) -> answer.head("302 Found", "Location: " + target, "Content-Length: 0"))) {
            OffsiteException failure =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false))).why();

            assertRow(failure, "The download host", "the host is not in downloadHosts");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304, 400, 407})
    void anAnswerThatIsNoRefusalOfThisMachineDoesNotBlameTheAccessList(int status) throws Exception {
        try (FaultyServer server =
                FaultyServer.start((request, answer) -> answer.head(status + " X", "Content-Length: 0"))) {
            OffsiteException failure =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false))).why();

            assertThat(failure.reason().code()).isEqualTo("download-failed");
            assertThat(failure.hint()).isEqualTo("try again: the archive will be asked for again");
        }
    }

    @Test
    void f13_aNameThatLeadsToAPrivateAddressLeavesNoCopy() throws Exception {
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OffsiteException failure = failure(
                    "https://offsite.localhost:" + unused.getLocalPort() + "/secret", List.of("offsite.localhost"));

            // Where the resolver does not know *.localhost the host cannot be resolved, which is a refusal as well.
            assertThat(failure.hint()).containsAnyOf("add the host to downloadHosts", "open the firewall");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void f13_aRedirectToAnAllowedPlaceIsFollowed(int status) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() <= 5) {
                answer.head(status + " Elsewhere", "Location: /secret-hop" + request.number(), "Content-Length: 0");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            rig().copy(Wish.of(ARCHIVE, tickets(server, false))).record();
        }
    }

    @Test
    void f13_redirectsInACircleLeaveNoCopy() throws Exception {
        try (FaultyServer server = FaultyServer.start(
                (request, answer) -> answer.head("302 Found", "Location: /secret-again", "Content-Length: 0"))) {
            OffsiteException failure =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false))).why();

            assertThat(failure.reason().code()).isEqualTo("download-failed");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-No: location", "Location: http://[secret", "Location:"})
    void f13_aRedirectToNowhereLeavesNoCopy(String location) throws Exception {
        try (FaultyServer server =
                FaultyServer.start((request, answer) -> answer.head("302 Found", location, "Content-Length: 0"))) {
            OffsiteException failure =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false))).why();

            assertThat(failure.reason().code()).isEqualTo("download-failed");
            assertThat(server.requests()).hasSize(1);
        }
    }
}
