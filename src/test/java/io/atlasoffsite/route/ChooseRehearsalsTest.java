package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.SealedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which copies are restored for a rehearsal. */
class ChooseRehearsalsTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";

    @TempDir
    private Path home;

    private OffsiteConfig config;

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(home.resolve("disk"));
        Files.createDirectories(home.resolve("vault"));
        Path file = Files.writeString(home.resolve("offsite.yaml"), """
                version: 1
                atlas: { prod: { auth: { type: api-key, publicKey: a, privateKey: b } } }
                stores:
                  disk: { type: file, directory: %1$s/disk }
                  vault: { type: file, directory: %1$s/vault }
                plans:
                  one: { atlas: prod, project: %2$s, cluster: orders, stores: [disk, vault] }
                  vaulted:
                    { atlas: prod, project: %2$s, cluster: orders, stores: [disk, vault], rehearse: { store: vault } }
                  all: { atlas: prod, project: %2$s, cluster: "*", exclude: [tmp-*], stores: [disk, vault] }
                """.formatted(home, PROJECT));
        config = new ConfigLoader(text -> text).load(file);
    }

    /** Every copy has a snapshot of its own, by the hour it was taken. */
    private CopyId copy(String store, String cluster, int hour) throws IOException {
        CopyId copy = new CopyId(
                PROJECT,
                cluster,
                Instant.parse("2026-08-02T00:00:00Z").plusSeconds(hour * 3600L),
                String.format("%024x", hour));
        Manifest manifest = new Manifest(
                copy,
                "r",
                "one",
                new Manifest.Project(PROJECT, ""),
                new Manifest.Cluster("", cluster, "flex"),
                new Manifest.Snapshot(
                        copy.snapshotId(),
                        copy.takenAt(),
                        Optional.empty(),
                        "8.0.29",
                        "",
                        "",
                        "",
                        OptionalLong.empty()),
                List.of(new Manifest.Archive(
                        cluster + "-0123abcd.tar.gz",
                        "",
                        1000 + hour,
                        "ab".repeat(32),
                        1,
                        1,
                        1,
                        Optional.empty(),
                        new Manifest.Proof(Manifest.Length.MATCHED, Manifest.Shape.OK, Manifest.Stored.CHECKSUM))),
                copy.takenAt(),
                copy.takenAt(),
                "test",
                List.of());
        try (ArchiveStore opened = new FileStore(store, home.resolve(store))) {
            opened.put(Layout.manifest(copy), SealedManifest.of(manifest).file());
        }
        return copy;
    }

    private List<RehearsalTask> choose(String plan, Optional<String> cluster, Optional<String> store)
            throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Disks disks = new Disks(home)) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(new RehearseRequest("r", plan, cluster, store, false, "test", new Tally()));
            return new ChooseRehearsals(config, disks).choose(exchange);
        }
    }

    private List<RehearsalTask> choose(String plan) throws IOException {
        return choose(plan, Optional.empty(), Optional.empty());
    }

    @Test
    void theNewestCopyIsTakenFromTheFirstStoreThatHasIt() throws IOException {
        copy("disk", "orders", 1);
        CopyId newest = copy("vault", "orders", 2);
        assertThat(choose("one")).singleElement().satisfies(task -> {
            assertThat(task.copy()).contains(newest);
            assertThat(task.store()).isEqualTo("vault");
            assertThat(task.bytes()).isEqualTo(1002);
        });

        copy("disk", "orders", 2);
        assertThat(choose("one")).extracting(RehearsalTask::store).containsExactly("disk");
        assertThat(choose("vaulted")).extracting(RehearsalTask::store).containsExactly("vault");
        assertThat(choose("vaulted", Optional.empty(), Optional.of("disk")))
                .extracting(RehearsalTask::store)
                .containsExactly("disk");
    }

    @Test
    void aDamagedManifestIsPassedOver() throws IOException {
        CopyId whole = copy("disk", "orders", 1);
        CopyId damaged = copy("disk", "orders", 2);
        Files.writeString(home.resolve("disk").resolve(Layout.manifest(damaged)), "{}");

        assertThat(choose("one")).extracting(RehearsalTask::copy).containsExactly(Optional.of(whole));
    }

    @Test
    void aPlanForManyMeansEachClusterItCovers() throws IOException {
        copy("disk", "orders", 1);
        copy("vault", "stock", 2);
        copy("disk", "tmp-x", 3);

        assertThat(choose("all")).extracting(task -> task.place().cluster()).containsExactly("orders", "stock");
        assertThat(choose("all", Optional.of("stock"), Optional.empty()))
                .extracting(task -> task.place().cluster())
                .containsExactly("stock");
        assertThatThrownBy(() -> choose("all", Optional.of("tmp-x"), Optional.empty()))
                .hasMessage("cluster \"tmp-x\" is not one of plan all");
    }

    @Test
    void aStoreThatIsAwayHoldsUpNoneOfTheOthers() throws IOException {
        copy("vault", "orders", 1);
        Files.delete(home.resolve("disk"));

        assertThat(choose("one")).extracting(RehearsalTask::store).containsExactly("vault");
    }

    @Test
    void nothingToRestoreIsAFailureOfItsClusterAndOfAPlanForManyOfAll() throws IOException {
        assertThat(choose("one")).singleElement().satisfies(task -> {
            assertThat(task.copy()).isEmpty();
            assertThat(task.lost()).map(OffsiteException::reason).contains(Reason.NOT_FOUND);
        });
        assertThatThrownBy(() -> choose("all"))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND));

        Files.delete(home.resolve("disk"));
        assertThat(choose("one")).singleElement().satisfies(task -> {
            assertThat(task.lost()).map(failure -> failure.reason().exitCode()).contains(5);
            assertThat(task.store()).isEqualTo("vault");
        });
    }

    /** Stores of a directory each. */
    private record Disks(Path home) implements Stores, AutoCloseable {
        @Override
        public ArchiveStore open(String name) {
            return new FileStore(name, home.resolve(name));
        }

        @Override
        public Attempts attempts(String name) {
            throw new UnsupportedOperationException("nothing is written");
        }

        @Override
        public void close() {}
    }
}
