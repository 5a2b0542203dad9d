package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredJobsTest {

    private static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";
    private static final List<String> BOTH = List.of("broken", "disk");
    private static final JobLedger.Entry INTENT = new JobLedger.Entry(
            SNAPSHOT,
            "32b6e34b3d91647abb20e7b8",
            "orders",
            "node",
            Instant.parse("2026-08-02T17:06:56.123456789Z"),
            Set.of("6a7948342c88faeba59eb866"),
            Optional.empty());

    @TempDir
    private Path directory;

    private final JobLedger ledger = new StoredJobs(new Disks(), new Json());

    @BeforeEach
    void oneStoreIsBroken() throws IOException {
        Files.createDirectories(directory.resolve("disk"));
        Files.createDirectories(directory.resolve("spare"));
        Files.createDirectories(directory.resolve("broken"));
        Files.writeString(directory.resolve("broken/.offsite"), "a file stands where a folder should be");
    }

    @Test
    void anEntryComesBackAsItWas() throws IOException {
        ledger.write(List.of("disk"), INTENT);
        assertThat(ledger.find(List.of("disk"), SNAPSHOT)).contains(INTENT);
        ledger.write(List.of("disk"), INTENT.named("6a79468a2c88faeba59de489"));
        assertThat(ledger.find(List.of("disk"), SNAPSHOT).flatMap(JobLedger.Entry::jobId))
                .contains("6a79468a2c88faeba59de489");
    }

    @Test
    void f48_theFirstStoreThatWorksHasIt() throws IOException {
        ledger.write(BOTH, INTENT);
        assertThat(ledger.find(BOTH, SNAPSHOT)).contains(INTENT);
        assertThat(directory.resolve("disk/.offsite/jobs/" + SNAPSHOT + ".json"))
                .exists();
    }

    @Test
    void f33_withoutAStoreItSaysSo() {
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> ledger.write(List.of("broken"), INTENT));
    }

    @Test
    void theNewestOfTwoEntriesCounts() throws IOException {
        JobLedger.Entry later = new JobLedger.Entry(
                SNAPSHOT, "p", "c", "n", INTENT.requestedAt().plusSeconds(1), Set.of(), Optional.empty());
        ledger.write(List.of("disk"), INTENT);
        ledger.write(List.of("spare"), later);
        assertThat(ledger.find(List.of("disk", "spare"), SNAPSHOT)).contains(later);
        assertThat(ledger.find(List.of("spare", "disk"), SNAPSHOT)).contains(later);
    }

    @Test
    void f45_aDamagedEntryCountsAsNone() throws IOException {
        ledger.write(List.of("disk"), INTENT);
        Files.writeString(directory.resolve("disk/.offsite/jobs/" + SNAPSHOT + ".json"), "{\"requestedAt\":");
        assertThat(ledger.find(List.of("disk"), SNAPSHOT)).isEmpty();
    }

    @Test
    void whatIsForgottenIsGoneFromEveryStore() throws IOException {
        ledger.write(List.of("disk"), INTENT);
        ledger.write(List.of("spare"), INTENT);
        ledger.forget(List.of("disk", "spare"), SNAPSHOT);
        assertThat(ledger.find(List.of("disk", "spare"), SNAPSHOT)).isEmpty();
    }

    /** Directories below the test's own. */
    private final class Disks implements Stores {
        @Override
        public ArchiveStore open(String name) throws IOException {
            return new FileStore(name, directory.resolve(name));
        }

        @Override
        public Attempts attempts(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
