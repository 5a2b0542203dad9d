package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.cli.Evidence.Trace;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * F36, file store. Nothing outside can hold a write to a disk, but a read: a named pipe lies where the service is going to look for a
 * file, and it hangs there, all it has written before being there and nothing after.
 */
class KilledAtEachStepToDiskIT extends KilledAtEachStep {

    private static final Set<Trace> WHOLE = Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.REQUEST);
    private static final int TRIES = 10;

    private DiskShelf disk;

    @Override
    Shelf shelf(Path directory) {
        disk = new DiskShelf(directory);
        return disk;
    }

    @Override
    Stream<Moment> inTheStore() {
        return Stream.of(
                new Moment(
                        "half of the archive is written",
                        new HalfTheArchive(),
                        Set.of(Trace.ATTEMPT, Trace.UNFINISHED, Trace.REQUEST)),
                new Moment(
                        "the sums are about to be written",
                        new BeforeSums(),
                        Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.REQUEST)),
                new Moment(
                        "the manifest is about to be written",
                        new BeforeManifest(),
                        Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.SUMS, Trace.REQUEST)),
                new Moment(
                        "the manifest is there",
                        new AfterManifest(),
                        Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.SUMS, Trace.MANIFEST, Trace.REQUEST)));
    }

    /** Nothing is looked for here, so the service is killed as soon as the archive is seen, again until that was soon enough. */
    @Test
    void f36_aServiceKilledWhenTheArchiveIsWholeAndNotWrittenDownCompletesTheRequestOnceItIsStartedAgain()
            throws Exception {
        boolean hit = false;
        for (int tries = 1; !hit && tries <= TRIES; tries++) {
            Moment whole = new Moment("the archive is whole", new ArchiveSeen(), WHOLE);
            String snapshot = killedAt(whole);
            Set<Trace> left = left(snapshot);
            // The partial file is a second name of the archive for a moment.
            hit = left.containsAll(WHOLE) && !left.contains(Trace.KEPT);
            startedAgainCompletes(snapshot, hit ? whole : new Moment("later", whole.trap(), Set.of()));
        }
        assertThat(hit).isTrue();
    }

    private Path folder(String snapshotId) {
        return disk.directory()
                .resolve(Snapshots.copyId(site(), CLUSTER, snapshotId).toString());
    }

    /** The download stops in the middle. */
    private final class HalfTheArchive implements Trap {

        @Override
        public void set(String snapshotId) {
            sandbox()
                    .faults()
                    .add(Fault.first(
                            1, Operation.DOWNLOAD, new FaultAction.Stall(ARCHIVE_BYTES / 2, Duration.ofMinutes(1))));
        }

        @Override
        public boolean sprung() throws IOException {
            return disk.unfinished() > 0;
        }

        @Override
        public void remove() {
            sandbox().faults().clear();
        }
    }

    /** SHA256SUMS is looked at before it is written, and RESTORE.md is written before that. */
    private class BeforeSums implements Trap {
        private Path folder = Path.of("");
        private Optional<Fifo> sums = Optional.empty();

        @Override
        public void set(String snapshotId) throws Exception {
            folder = folder(snapshotId);
            sums = Optional.of(Fifo.at(file("SHA256SUMS")));
        }

        @Override
        public boolean sprung() throws Exception {
            return Files.exists(file("RESTORE.md"));
        }

        @Override
        public void remove() throws IOException {
            sums.orElseThrow().remove();
        }

        final Path file(String name) {
            return folder.resolve(name);
        }

        final boolean summed() throws IOException {
            return sums.orElseThrow().passed();
        }
    }

    /** The pipe counts as a manifest of somebody else, which is read next. */
    private final class BeforeManifest extends BeforeSums {
        private Optional<Fifo> manifest = Optional.empty();

        @Override
        public boolean sprung() throws Exception {
            if (manifest.isEmpty() && super.sprung()) {
                manifest = Optional.of(Fifo.at(file("manifest.json")));
            }
            return manifest.isPresent() && summed();
        }

        @Override
        public void remove() throws IOException {
            super.remove();
            manifest.orElseThrow().remove();
        }
    }

    /** RESTORE.md is looked at once more after the manifest; it lies aside until then. */
    private final class AfterManifest extends BeforeSums {
        private Optional<Fifo> notes = Optional.empty();

        @Override
        public boolean sprung() throws Exception {
            if (notes.isEmpty() && super.sprung()) {
                Files.move(file("RESTORE.md"), file("aside"));
                notes = Optional.of(Fifo.at(file("RESTORE.md")));
            }
            return notes.isPresent() && summed() && Files.exists(file("manifest.json"));
        }

        @Override
        public void remove() throws IOException {
            super.remove();
            notes.orElseThrow().remove();
            Files.move(file("aside"), file("RESTORE.md"));
        }
    }

    private final class ArchiveSeen implements Trap {
        private Path folder = Path.of("");

        @Override
        public void set(String snapshotId) throws Exception {
            folder = folder(snapshotId);
        }

        @Override
        public boolean sprung() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.anyMatch(file -> file.toString().endsWith(".tar.gz"));
            } catch (NoSuchFileException | UncheckedIOException notYet) {
                return false;
            }
        }

        @Override
        public void remove() {
            // There is nothing to take away.
        }
    }
}
