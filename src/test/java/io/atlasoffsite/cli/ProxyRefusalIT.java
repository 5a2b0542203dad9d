package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.testing.Authority;
import io.atlasoffsite.testing.TlsFront;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when the proxy refuses, or when nobody vouches for a certificate: each time exit code 5, a cause and a remedy. */
class ProxyRefusalIT {

    @TempDir
    private static Path keys;

    private static Authority authority;
    private static Authority stranger;

    @TempDir
    private Path home;

    private BehindProxy rig;

    @BeforeAll
    static void makeKeys() throws Exception {
        authority = BehindProxy.authority(keys);
        stranger = Authority.make(keys, "download.test", "s3.test");
    }

    @BeforeEach
    void start() throws Exception {
        rig = BehindProxy.guarded(home, authority);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void f12_withoutTheCaFileAtlasIsUnavailableAndTheSentenceNamesTlsAndCaFile() throws Exception {
        for (String command : List.of("copy", "check")) {
            Cli.Ran ran =
                    run(rig.site(rig.url(BehindProxy.PASSWORD_IN_URL), "").against(rig.sandbox()), words(command));

            assertThat(ran.code()).as(ran.err()).isEqualTo(ErrorLines.UNAVAILABLE);
            assertThat(ran.errLines()).hasSize(1);
            assertThat(ran.err()).contains("Atlas gave no answer", "TLS", "network.caFile");
        }
        assertThat(rig.sandbox().requests()).isEmpty();
    }

    @Test
    void f12_aStoreTheCaFileDoesNotVouchForIsUnavailableAndTheSentenceNamesTlsAndCaFile() throws Exception {
        try (TlsFront strange = new TlsFront(stranger, rig.s3().port())) {
            rig.proxy().place(BehindProxy.S3, strange.port());
            for (String command : List.of("copy", "check")) {
                Cli.Ran ran = run(site(), words(command));

                assertThat(ran.code()).as(ran.err()).isEqualTo(ErrorLines.UNAVAILABLE);
                assertThat(ran.err()).contains("TLS with the store failed", "network.caFile");
            }
        }
        assertThat(rig.sandbox().requests(Operation.DOWNLOAD_FLEX)).isEmpty();
    }

    @Test
    void f12_aDownloadHostTheCaFileDoesNotVouchForIsNotAskedAndTheSentenceNamesTlsAndCaFile() throws Exception {
        try (TlsFront strange =
                new TlsFront(stranger, BehindProxy.port(rig.sandbox().downloadUrl()))) {
            rig.proxy().place(BehindProxy.DOWNLOAD, strange.port());

            Cli.Ran ran = run(site(), "copy", Site.PLAN);

            assertThat(ran.code()).as(ran.err()).isEqualTo(ErrorLines.UNAVAILABLE);
            assertThat(ran.err()).contains("TLS with the download host download.test failed", "network.caFile");
        }
        assertThat(rig.sandbox().requests(Operation.DOWNLOAD)).isEmpty();
        assertThat(rig.manifests()).isEmpty();
    }

    @Test
    void aWrongProxyPasswordIsSaidOnceWithoutShowingItAndIsNotTriedAgain() throws Exception {
        for (String command : List.of("copy", "check", "snapshots")) {
            Site site = rig.site(rig.url("wrong-canary"), rig.caFile()).against(rig.sandbox());
            int before = rig.proxy().heads().size();

            Cli.Ran ran = run(site, words(command));

            assertThat(ran.code()).as(ran.err()).isEqualTo(ErrorLines.UNAVAILABLE);
            assertThat(ran.errLines()).hasSize(1);
            assertThat(ran.err())
                    .contains("the proxy answered 407", "the user and password in network.proxy")
                    .doesNotContain("wrong-canary");
            assertThat(ran.out()).doesNotContain("wrong-canary");
            assertThat(rig.proxy().heads().subList(before, rig.proxy().heads().size()))
                    .filteredOn(head ->
                            head.startsWith("CONNECT " + BehindProxy.ATLAS) && head.contains("Proxy-Authorization"))
                    .hasSize(1);
        }
        assertThat(rig.proxy().tunnels()).isEmpty();
    }

    @Test
    void aWrongPasswordOnTheWayToTheDownloadHostOrTheStoreIsSaidToo() throws Exception {
        rig.proxy().refuse(BehindProxy.DOWNLOAD, 407);
        Cli.Ran download = run(site(), "copy", Site.PLAN);
        rig.proxy().refuse(BehindProxy.S3, 407);
        Cli.Ran store = run(site(), "copy", Site.PLAN);

        assertThat(download.code()).as(download.err()).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(download.err()).contains("the proxy answered 407", "network.proxy");
        assertThat(store.code()).as(store.err()).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(store.err()).contains("the proxy answered 407", "user and password");
        assertThat(rig.manifests()).isEmpty();
    }

    @Test
    void aProxyThatForbidsAtlasIsNotAtlasForbidding() throws Exception {
        rig.proxy().refuse(BehindProxy.ATLAS, 403);

        Cli.Ran ran = run(site(), "copy", Site.PLAN);

        assertThat(ran.code()).as(ran.err()).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(ran.err())
                .contains("the proxy answered 403", "network.proxy")
                .doesNotContain("role", "client id");
    }

    private static String[] words(String command) {
        return switch (command) {
            case "copy" -> new String[] {"copy", Site.PLAN};
            case "snapshots" -> new String[] {"snapshots", Sandbox.PROJECT, Site.CLUSTER};
            default -> new String[] {command};
        };
    }

    private Site site() throws Exception {
        return rig.site().against(rig.sandbox());
    }

    private static Cli.Ran run(Site site, String... words) {
        return Cli.plain(site.command(words));
    }
}
