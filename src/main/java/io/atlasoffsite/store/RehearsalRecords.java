package io.atlasoffsite.store;

import io.atlasoffsite.store.RehearsalRecord.Place;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The rehearsals a store remembers: each beside the copy that was restored, and the last one of each plan and cluster once more below
 * {@code .offsite/rehearsals/}, so that nobody need look into every copy to know it. Thread safe.
 */
public final class RehearsalRecords {

    /** A node that is slower than another by this much takes a fire the other has taken already. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final int NAME_BYTES = 4;
    private static final int TRIES = 16;

    private final ArchiveStore store;
    private final RandomGenerator random;

    /**
     * The rehearsals of one store.
     *
     * @param store where; not null
     * @param random the records' names; not null
     */
    public RehearsalRecords(ArchiveStore store, RandomGenerator random) {
        this.store = Objects.requireNonNull(store, "store");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Writes down what came of a rehearsal.
     *
     * @param record what; not null
     * @throws IOException when it is not known to be durable
     */
    public void note(RehearsalRecord record) throws IOException {
        byte[] file = Json.bytes(record.toTree());
        if (record.copyId().isPresent()) {
            beside(record.copyId().get(), record.startedAt(), file);
        }
        Place place = record.place();
        store.put(Layout.lastRehearsal(place.plan(), place.projectId(), place.cluster()), file);
    }

    private void beside(CopyId copy, Instant startedAt, byte[] file) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            byte[] name = new byte[NAME_BYTES];
            random.nextBytes(name);
            if (store.putIfAbsent(
                    Layout.rehearsal(copy, startedAt, HexFormat.of().formatHex(name)), file)) {
                return;
            }
        }
        throw StoreException.of(
                StoreException.Kind.UNAVAILABLE,
                store,
                "write",
                copy + "/rehearsals",
                "names of rehearsals are taken all the time; see who else writes there and try again");
    }

    /**
     * The last rehearsal of every plan and cluster that had one.
     *
     * @param store where; not null
     * @return in no order that means anything; a record that cannot be read is left out, the next one replaces it
     * @throws IOException when the store cannot say
     */
    public static List<RehearsalRecord> last(ArchiveStore store) throws IOException {
        List<RehearsalRecord> all = new ArrayList<>();
        for (ArchiveStore.Entry entry : store.list(Layout.LAST_REHEARSALS)) {
            if (!entry.folder()) {
                Records.read(store, Layout.LAST_REHEARSALS + "/" + entry.name(), RehearsalJson::parse)
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    /**
     * Takes a fire of a plan's schedule, so that of several nodes one rehearses. Where the store ignores conditions, several may; that
     * wastes work and harms nothing.
     *
     * @param plan the plan's name; not null
     * @param due when the schedule was due, UTC; not null
     * @param node who takes it; not null
     * @return false when another node has taken it already
     * @throws IOException when nobody can say
     */
    public boolean take(String plan, Instant due, String node) throws IOException {
        byte[] who = Json.bytes(
                Json.object().put("plan", plan).put("due", due.toString()).put("node", node));
        if (!store.putIfAbsent(Layout.rehearsalFire(plan, due), who)) {
            return false;
        }
        for (ArchiveStore.Entry entry : store.list(Layout.REHEARSAL_FIRES)) {
            Optional<Instant> fire = Layout.fireOf(plan, entry.name());
            if (fire.isPresent() && fire.get().isBefore(due.minus(REMEMBERED))) {
                store.delete(Layout.REHEARSAL_FIRES + "/" + entry.name());
            }
        }
        return true;
    }
}
