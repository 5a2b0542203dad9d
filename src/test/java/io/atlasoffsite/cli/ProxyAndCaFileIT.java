package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.testing.Authority;
import io.atlasoffsite.testing.S3Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways out - Atlas API, download host, S3 - go through the proxy and trust the CA file, and past the proxy where told. */
class ProxyAndCaFileIT {

    private static final String API_KEY = "{ type: api-key, publicKey: sandbox, privateKey: sandbox }";

    /** As somebody sets it who looks for a fault: with the headers of every request. */
    private static final String TALKATIVE = """
            <configuration>
              <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder class="io.atlasoffsite.cli.LogMask"><pattern>%level %logger - %msg%n%ex</pattern></encoder>
              </appender>
              <logger name="org.apache.hc.client5.http.wire" level="WARN"/>
              <logger name="org.apache.http.wire" level="WARN"/>
              <root level="TRACE"><appender-ref ref="STDERR"/></root>
            </configuration>
            """;

    @TempDir
    private static Path keys;

    private static Authority authority;

    @TempDir
    private Path home;

    private BehindProxy rig;

    @BeforeAll
    static void makeKeys() throws Exception {
        authority = BehindProxy.authority(keys);
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
    void aCopyWithAServiceAccountGoesThroughTheProxyOnAllThreeWaysOut() throws Exception {
        Cli.Ran ran = run(site(), "copy", Site.PLAN);

        assertThat(ran.code()).as(ran.err()).isZero();
        rig.theCopyIsWholeAndTheProxySawAllOfIt(Set.of(BehindProxy.ATLAS, BehindProxy.DOWNLOAD, BehindProxy.S3));
        assertThat(rig.sandbox().requests(Operation.TOKEN)).isNotEmpty();
        assertThat(ran.out() + ran.err()).doesNotContain(BehindProxy.PASSWORD, BehindProxy.PASSWORD_IN_URL);
    }

    @Test
    void aCopyWithAnApiKeyGoesThroughAnOpenProxyAndDownloadsFromPort443() throws Exception {
        try (BehindProxy open = BehindProxy.open(home, authority)) {
            Site site = open.site("http://127.0.0.1:" + open.proxy().port(), open.caFile())
                    .auth(API_KEY)
                    .against(open.sandbox());

            Cli.Ran ran = run(site, "copy", Site.PLAN);

            assertThat(ran.code()).as(ran.err()).isZero();
            open.theCopyIsWholeAndTheProxySawAllOfIt(
                    Set.of(BehindProxy.ATLAS, BehindProxy.DOWNLOAD_443, BehindProxy.S3));
        }
    }

    @Test
    void anApiKeyIsNotMistakenForTheProxysUser() throws Exception {
        Site site = rig.site().auth(API_KEY).against(rig.sandbox());

        Cli.Ran ran = run(site, "copy", Site.PLAN);

        assertThat(ran.code()).as(ran.err()).isZero();
        rig.theCopyIsWholeAndTheProxySawAllOfIt(Set.of(BehindProxy.ATLAS, BehindProxy.DOWNLOAD, BehindProxy.S3));
    }

    @Test
    void checkGoesThroughTheProxyToo() throws Exception {
        Cli.Ran ran = run(site(), "check");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("log in", "conditional write").doesNotContain(" fail ");
        assertThat(rig.proxy().tunnels())
                .contains(BehindProxy.ATLAS, BehindProxy.S3)
                .doesNotContain(BehindProxy.DOWNLOAD);
        assertThat(ran.out()).doesNotContain(BehindProxy.PASSWORD, BehindProxy.PASSWORD_IN_URL);
    }

    @Test
    void hostsInNoProxyAreReachedDirectly() throws Exception {
        String direct = ", noProxy: [atlas.test, '*.s3.test']";
        Site site = new Site(home)
                .under("https://atlas.test:" + rig.atlasFront().port(), "download.test")
                .s3("vault", "https://eu.s3.test:" + rig.s3Front().port(), S3Server.BUCKET, true)
                .with(BehindProxy.network(rig.url(BehindProxy.PASSWORD_IN_URL), direct + rig.caFile()))
                .against(rig.sandbox());

        inItsOwnProcess(0, site.command("copy", Site.PLAN, "--debug"));

        rig.theCopyIsWhole();
        assertThat(rig.proxy().tunnels()).isNotEmpty().containsOnly(BehindProxy.DOWNLOAD);
    }

    /** The host of a bucket that stands in the host name is made by the S3 client, not written in offsite.yaml. */
    @Test
    void aBucketsOwnHostIsFoundInNoProxyTooAndNoLogShowsTheProxysPassword() throws Exception {
        Site site = new Site(home)
                .under("https://atlas.test", "download.test")
                .s3("vault", "https://s3.test:" + rig.s3Front().port(), S3Server.BUCKET, false)
                .with(BehindProxy.network(
                        rig.url(BehindProxy.PASSWORD_IN_URL), ", noProxy: ['*.s3.test']" + rig.caFile()))
                .against(rig.sandbox());

        String output = inItsOwnProcess(ErrorLines.UNAVAILABLE, site.command("check", "--debug"));

        assertThat(output).contains("Proxy-Authorization: Basic ***");
        assertThat(rig.s3Front().connections()).isPositive();
        assertThat(rig.proxy().tunnels()).isNotEmpty().containsOnly(BehindProxy.ATLAS);
        assertThat(rig.proxy().heads()).noneMatch(head -> head.contains("s3.test"));
    }

    private Site site() throws Exception {
        return rig.site().against(rig.sandbox());
    }

    private static Cli.Ran run(Site site, String... words) {
        return Cli.plain(site.command(words));
    }

    /** A process with a list of hosts of its own, and a log that shows all it can. */
    private String inItsOwnProcess(int code, String... command) throws Exception {
        Path hosts = Files.writeString(
                home.resolve("hosts"), "127.0.0.1 localhost atlas.test s3.test eu.s3.test vault.s3.test\n");
        Path logs = Files.writeString(home.resolve("logback.xml"), TALKATIVE);
        List<String> jvm = List.of(
                "-Djdk.net.hosts.file=" + hosts,
                "-Dlogback.configurationFile=" + logs,
                "-Doffsite.log.level=TRACE",
                "-Xmx256m");
        try (OffsiteProcess process = OffsiteProcess.start(home, jvm, command)) {
            int ended = process.waitFor();
            String output = process.out() + process.err();
            assertThat(ended).as(process.out()).isEqualTo(code);
            byte[] pair = (BehindProxy.USER + ":" + BehindProxy.PASSWORD).getBytes(StandardCharsets.UTF_8);
            assertThat(output.lines())
                    .hasSizeGreaterThan(100)
                    .filteredOn(line -> line.contains(BehindProxy.PASSWORD)
                            || line.contains(BehindProxy.PASSWORD_IN_URL)
                            || line.contains(Base64.getEncoder().encodeToString(pair)))
                    .isEmpty();
            return output;
        }
    }
}
