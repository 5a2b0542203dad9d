package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RestoredCluster;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code offsite restore-in-atlas}, and what a ledger that cannot be kept keeps from starting. */
class RestoreInAtlasCommandIT {

    private static final String TARGET = Sandbox.RESTORE_PROJECT + "/rs-staging";

    @TempDir
    private Path home;

    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.builder().restoreTargets(true).build());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void itRestoresAndTellsWhatItDoes() throws IOException {
        Site site = allowed(new Site(home).disk("disk"), "disk").against(sandbox);

        Cli.Ran ran = run(site, "--newest", "--confirm", TARGET, "--request-id", "drill-1");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(
                        "request drill-1",
                        "asking Atlas, which wipes " + TARGET,
                        "is under way",
                        "restored to " + TARGET);
        assertThat(sandbox.restoredClusters())
                .extracting(RestoredCluster::restores)
                .containsExactly(1);

        Cli.Ran again = run(site, "--newest", "--confirm", TARGET, "--request-id", "drill-1", "--json");
        assertThat(again.code()).isZero();
        assertThat(again.json().path("outcome").asText()).isEqualTo("completed");
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(1);
    }

    @Test
    void aDryRunAndARefusalAskForNothing() throws IOException {
        Site site = allowed(new Site(home).disk("disk"), "disk").against(sandbox);

        Cli.Ran look = run(site, "--newest", "--dry-run");
        assertThat(look.code()).as(look.err()).isZero();
        assertThat(look.out()).contains("Atlas would wipe " + TARGET, "dedicated cluster rs-billing");
        Cli.Ran another = run(site, "--newest", "--dry-run", "--confirm", TARGET.replace("staging", "billing"));
        assertThat(another.code()).isEqualTo(4);
        assertThat(another.err()).contains("what was confirmed is");
        Cli.Ran unconfirmed = run(site, "--newest");
        assertThat(unconfirmed.code()).isEqualTo(4);
        assertThat(unconfirmed.err()).contains("nobody has confirmed");
        Cli.Ran late = run(site, "--newest", "--confirm", TARGET, "--not-after", "2026-01-01T00:00:00Z");
        assertThat(late.code()).isEqualTo(4);
        Cli.Ran both = run(site, "--newest", "--point-in-time", "2026-01-01T00:00:00Z");
        assertThat(both.code()).isEqualTo(2);
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).isEmpty();
    }

    @Test
    void withoutAnEnabledLedgerNothingIsRestored() throws IOException {
        Site site = new Site(home).disk("disk").against(sandbox);

        Cli.Ran ran = run(site, "--newest", "--confirm", TARGET);

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("not enabled here", "restore.inAtlas.enabled");
    }

    @Test
    void f35_aLedgerInAStoreThatIgnoresConditionsIsRefusedAtTheStartAndByCheck() throws Exception {
        S3Server s3 = new S3Server(AuthenticationType.NONE);
        try (FaultyProxy way = new FaultyProxy(s3.port())) {
            way.fault(
                    request -> !request.header("if-none-match").isEmpty(),
                    Integer.MAX_VALUE,
                    FaultyProxy.withoutCondition());
            Site site = allowed(new Site(home).s3("vault", way.port()), "vault").against(sandbox);

            Cli.Ran check = Cli.plain(site.command("check"));
            assertThat(check.code()).isNotZero();
            assertThat(check.out()).contains("restores in Atlas", "does not enforce conditional writes");
            assertThat(run(site, "--newest", "--confirm", TARGET).code()).isEqualTo(4);
            Cli.Ran service = Cli.plain(site.command("run"));
            assertThat(service.code()).isEqualTo(3);
            assertThat(service.err()).contains("does not enforce conditional writes", "restore.inAtlas.ledger");
        } finally {
            s3.stop();
        }
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).isEmpty();
    }

    private static Site allowed(Site site, String ledger) {
        return site.with(
                "restore:",
                "  inAtlas: { enabled: true, ledger: " + ledger + ", targets: [ { project: " + Sandbox.RESTORE_PROJECT
                        + ", cluster: rs-staging } ] }");
    }

    private static Cli.Ran run(Site site, String... more) {
        List<String> words = new ArrayList<>(List.of("restore-in-atlas", "--project", Sandbox.PROJECT));
        words.addAll(List.of("--cluster", "rs-billing", "--target", TARGET));
        words.addAll(List.of(more));
        return Cli.plain(site.command(words.toArray(String[]::new)));
    }
}
