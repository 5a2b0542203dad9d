package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.cli.Evidence.Trace;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F36, file store. The download can be held in the middle; nothing outside can hold a write to a disk. So the service is killed as
 * soon as a file is seen, again until that was soon enough for the next one not to be there.
 */
class KilledAtEachStepToDiskIT extends KilledAtEachStep {

    private static final int TRIES = 9;

    private DiskShelf disk;

    @Override
    Shelf shelf(Path directory) {
        disk = new DiskShelf(directory);
        return disk;
    }

    @Override
    Stream<Moment> inTheStore() {
        return Stream.of(new Moment(
                "half of the archive is written",
                new HalfTheArchive(),
                Set.of(Trace.ATTEMPT, Trace.UNFINISHED, Trace.REQUEST)));
    }

    static Stream<Seen> files() {
        Set<Trace> whole = EnumSet.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.REQUEST);
        Set<Trace> kept = with(whole, Trace.KEPT);
        Set<Trace> sums = with(kept, Trace.SUMS);
        return Stream.of(
                new Seen("the archive is whole and not written down", ".tar.gz", whole),
                new Seen("the sums are about to be written", "RESTORE.md", kept),
                new Seen("the manifest is about to be written", "SHA256SUMS", sums),
                new Seen("the manifest is there", "manifest.json", with(sums, Trace.MANIFEST)));
    }

    private static Set<Trace> with(Set<Trace> traces, Trace more) {
        Set<Trace> all = EnumSet.copyOf(traces);
        all.add(more);
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void f36_aServiceKilledWhenThisIsSeenOnDiskCompletesTheRequestOnceItIsStartedAgain(Seen seen) throws Exception {
        boolean hit = false;
        for (int tries = 1; !hit && tries <= TRIES; tries++) {
            Moment moment = new Moment(seen.name(), new FileSeen(seen.ending()), seen.left());
            String snapshot = killedAt(moment);
            Set<Trace> left = EnumSet.copyOf(left(snapshot));
            // The partial file is a second name of the archive for a moment.
            left.remove(Trace.UNFINISHED);
            hit = left.equals(seen.left());
            startedAgainCompletes(snapshot, hit ? moment : new Moment("later", moment.trap(), Set.of()));
        }
        assertThat(hit)
                .as("killed before the next step in one of %d tries", TRIES)
                .isTrue();
    }

    /**
     * A step that shows on disk.
     *
     * @param name for people
     * @param ending of the file that shows it
     * @param left what is there when the service is killed before the next step
     */
    record Seen(String name, String ending, Set<Trace> left) {
        @Override
        public String toString() {
            return name;
        }
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

    private final class FileSeen implements Trap {
        private final String ending;
        private Path folder = Path.of("");

        FileSeen(String ending) {
            this.ending = ending;
        }

        @Override
        public void set(String snapshotId) {
            folder = folder(snapshotId);
        }

        @Override
        public boolean sprung() {
            String[] names = folder.toFile().list((there, name) -> name.endsWith(ending));
            return names != null && names.length > 0;
        }

        @Override
        public void remove() {
            // There is nothing to take away.
        }
    }
}
