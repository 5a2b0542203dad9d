package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(31, 20_000);
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/secret", "http://files.mongodb.net/secret", "http://10.0.0.1/secret",
                "https://169.254.169.254/secret", "https://user:secret@files.mongodb.net/secret",
                        "ftp://127.0.0.1/secret"
            })
    void f13_aRedirectToAPlaceThatMayNotServeIsRefused(String target) {
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start(
                        (request, answer) -> answer.head("302 Found", "Location: " + target, "Content-Length: 0"))) {
            TransferException failure = catchThrowableOfType(TransferException.class, () -> rig.fetch(server));

            assertThat(failure.kind()).isEqualTo(Kind.HOST_NOT_ALLOWED);
            assertThat(failure).hasMessageNotContaining("secret");
            assertThat(server.requests()).hasSize(1);
            assertThat(rig.opened()).isEmpty();
        }
    }

    @Test
    void f13_redirectsAreFollowedToAllowedHostsAndNotForEver() throws Exception {
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    if (request.number() <= 5) {
                        answer.head("307 Temporary Redirect", "Location: /hop" + request.number(), "Content-Length: 0");
                    } else {
                        FaultyServer.serveWhole(answer, ARCHIVE);
                    }
                })) {
            rig.fetch(server);
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start(
                        (request, answer) -> answer.head("302 Found", "Location: /again", "Content-Length: 0"))) {
            assertThatThrownBy(() -> rig.fetch(server))
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void f13_aNameThatResolvesToThisMachineIsRefusedThoughItIsAllowedByName() throws Exception {
        try (Rig rig = Rig.quick(directory);
                ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPolicy policy = HostPolicy.of(List.of("*.localhost", "offsite.localhost"));
            Ticket ticket = new Ticket(
                    SignedUrl.parse("https://offsite.localhost:" + unused.getLocalPort() + "/secret"),
                    Optional.empty(),
                    false);
            TransferException failure = catchThrowableOfType(
                    TransferException.class,
                    () -> rig.engine()
                            .transfer(TransferRequest.of(need -> ticket, rig.sinks(Rig.SMALL_PARTS), policy)));

            // Where the resolver does not know *.localhost the host cannot be resolved, which is a refusal as well.
            assertThat(failure.getCause() instanceof TransferException last ? last.kind() : failure.kind())
                    .isIn(Kind.HOST_NOT_ALLOWED, Kind.DNS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,true",
        "192.168.0.1,true",
        "172.16.0.1,true",
        "169.254.169.254,true",
        "100.64.0.1,true",
        "0.0.0.0,true",
        "fd00::1,true",
        "fe80::1,true",
        "64:ff9b::a00:1,true",
        "2002:a00:1::,true",
        "::ffff:10.0.0.1,true",
        "198.18.0.1,true",
        "224.0.0.1,true",
        "127.0.0.1,true",
        "::1,true",
        "3.5.140.1,false",
        "2600:1f18::1,false"
    })
    void f13_addressesThatAreNotPublicAreRefused(String address, boolean refused) throws Exception {
        HostPolicy policy = HostPolicy.of(List.of("*.mongodb.net"));
        InetAddress[] resolved = {InetAddress.getByName(address)};

        assertThat(catchThrowableOfType(
                                HostPolicy.RefusedAddressException.class,
                                () -> policy.checkAddresses("x.mongodb.net", resolved))
                        != null)
                .isEqualTo(refused);
        if (!resolved[0].isLoopbackAddress()) {
            assertThatCode(() -> new HostPolicy(List.of("*.mongodb.net"), false, true)
                            .checkAddresses("x.mongodb.net", resolved))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.mongodb.net/x,true", "https://a.b.mongodb.net:27017/x,true", "https://A.MongoDB.NET/x,true",
        "https://mongodb.net/x,false", "https://evilmongodb.net/x,false", "https://a.mongodb.net.evil.example/x,false",
        "https://exact.example/x,true", "https://sub.exact.example/x,false", "http://127.0.0.1/x,false",
        "https://localhost/x,false"
    })
    void hostsMatchPatternsWhole(String url, boolean allowed) {
        HostPolicy policy = HostPolicy.of(List.of("*.mongodb.net", "exact.example"));

        assertThat(catchThrowableOfType(TransferException.class, () -> policy.check(SignedUrl.parse(url))) == null)
                .isEqualTo(allowed);
    }

    @Test
    void aLoopbackHostNamedAmongThePatternsIsAllowed() {
        assertThatCode(() -> HostPolicy.of(List.of("localhost")).check(SignedUrl.parse("http://localhost:1/x")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> HostPolicy.of(List.of("*"))).isInstanceOf(IllegalArgumentException.class);
    }
}
