package io.atlasoffsite.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The damage that is known of in a store: a report in the folder of each damaged copy, and its twin below
 * {@code .offsite/damaged/}, so that a catalog need not look into every folder. Both go when the copy is whole again. Thread safe.
 */
public final class DamageReports {

    private static final int TRIES = 60;

    private final ArchiveStore store;

    /**
     * The reports of one store.
     *
     * @param store where
     */
    public DamageReports(ArchiveStore store) {
        this.store = store;
    }

    /**
     * Writes a report down, once: when one that says the same lies in the folder already, only its twin is made sure of.
     *
     * @param report what was found
     * @return true when it is new
     * @throws IOException when it is not known to be durable
     */
    public boolean note(DamageReport report) throws IOException {
        for (String name : names(report.copyId())) {
            Optional<DamageReport> there = read(Layout.inCopy(report.copyId(), name));
            if (there.isPresent() && there.get().same(report)) {
                mark(there.get());
                return false;
            }
        }
        mark(written(report));
        return true;
    }

    /** Another report may have the name of this second already. */
    private DamageReport written(DamageReport report) throws IOException {
        DamageReport next = report;
        for (int number = 1; number <= TRIES; number++) {
            if (store.putIfAbsent(Layout.damageReport(next.copyId(), next.foundAt()), next.file())) {
                return next;
            }
            next = new DamageReport(
                    report.copyId(), report.seal(), next.foundAt().plusSeconds(1), report.tool(), report.findings());
        }
        throw StoreException.of(
                StoreException.Kind.UNAVAILABLE,
                store,
                "write",
                Layout.damageReport(report.copyId(), report.foundAt()),
                "names of damage reports are taken all the time; see who else writes there and try again");
    }

    private void mark(DamageReport report) throws IOException {
        String path = Layout.damageMark(report.copyId());
        Optional<DamageReport> there = read(path);
        if (there.isEmpty() || !there.get().equals(report)) {
            store.put(path, report.file());
        }
    }

    /**
     * Removes what is written down about a copy, because it is whole.
     *
     * @param copy which
     * @return true when there was something
     * @throws IOException when something is, or may be, still there
     */
    public boolean forget(CopyId copy) throws IOException {
        List<String> paths = new ArrayList<>();
        names(copy).forEach(name -> paths.add(Layout.inCopy(copy, name)));
        if (store.read(Layout.damageMark(copy), Records.LIMIT).isPresent()) {
            paths.add(Layout.damageMark(copy));
        }
        for (String path : paths) {
            store.delete(path);
        }
        return !paths.isEmpty();
    }

    /** The copies that have a mark; of each, the mark is to be asked what it is about. */
    Set<CopyId> marked() throws IOException {
        Set<CopyId> marked = new HashSet<>();
        for (ArchiveStore.Entry entry : store.list(Layout.DAMAGED)) {
            if (!entry.folder()) {
                Layout.copyOfDamageMark(entry.name()).ifPresent(marked::add);
            }
        }
        return marked;
    }

    /** What is known of a copy with this very manifest. A later copy of the same snapshot has another. */
    Optional<DamageReport> of(CopyId copy, String seal) throws IOException {
        return read(Layout.damageMark(copy))
                .filter(report -> report.copyId().equals(copy) && report.seal().equals(seal));
    }

    private List<String> names(CopyId copy) throws IOException {
        return store.list(copy.toString()).stream()
                .filter(entry -> !entry.folder() && Layout.isDamageReport(entry.name()))
                .map(ArchiveStore.Entry::name)
                .toList();
    }

    private Optional<DamageReport> read(String path) throws IOException {
        return Records.read(store, path, DamageReport::parse);
    }
}
