package io.atlasoffsite.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the manifests of copies whose folders are known, and what is known to be damaged about them. Thread safe. */
final class CatalogReader {

    private static final int CHUNK = 512;

    private final ArchiveStore store;
    private final DamageReports reports;
    private final int readers;

    CatalogReader(ArchiveStore store, int readers) {
        if (readers < 1) {
            throw new IllegalArgumentException("a catalog needs at least one reader: " + readers);
        }
        this.store = store;
        this.reports = new DamageReports(store);
        this.readers = readers;
    }

    /** One copy, empty when there is no manifest. */
    Optional<CatalogEntry> find(CopyId copy) throws IOException {
        return find(copy, true);
    }

    private Optional<CatalogEntry> find(CopyId copy, boolean marked) throws IOException {
        ManifestFile found = ManifestFile.read(store, copy);
        if (found instanceof ManifestFile.Whole whole) {
            Optional<DamageReport> known =
                    marked ? reports.of(copy, whole.sealed().seal()) : Optional.empty();
            return Optional.of(known.<CatalogEntry>map(
                            report -> new CatalogEntry.Damaged(copy, report.summary(), Optional.of(whole.sealed())))
                    .orElseGet(() -> new CatalogEntry.Whole(copy, whole.sealed())));
        }
        if (found instanceof ManifestFile.Newer newer) {
            return Optional.of(new CatalogEntry.Newer(copy, newer.formatVersion()));
        }
        return found instanceof ManifestFile.Damaged damaged
                ? Optional.of(new CatalogEntry.Damaged(copy, damaged.why(), Optional.empty()))
                : Optional.empty();
    }

    /** The first of them that is as wanted, asked in their order; no later one is read. */
    Optional<CatalogEntry> first(List<CopyId> copies, Predicate<CatalogEntry> wanted) throws IOException {
        Set<CopyId> marked = reports.marked();
        for (CopyId copy : copies) {
            Optional<CatalogEntry> entry = find(copy, marked.contains(copy)).filter(wanted);
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    /** Hands them over in their order, many read at once and no more than a few thousand held. */
    void read(List<CopyId> sorted, Consumer<CatalogEntry> action) throws IOException {
        int window = readers * CHUNK;
        Set<CopyId> marked = reports.marked();
        ExecutorService pool = Executors.newFixedThreadPool(readers);
        try {
            for (int from = 0; from < sorted.size(); from += window) {
                List<CopyId> some = sorted.subList(from, Math.min(sorted.size(), from + window));
                for (Future<List<CatalogEntry>> chunk : pool.invokeAll(chunks(some, marked))) {
                    chunk.get().forEach(action);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading the catalog of store '" + store.name() + "' was interrupted");
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } finally {
            pool.shutdownNow();
        }
    }

    /** As many as there are readers, so that all have the same to do. */
    private List<Callable<List<CatalogEntry>>> chunks(List<CopyId> copies, Set<CopyId> marked) {
        int size = (copies.size() + readers - 1) / readers;
        List<Callable<List<CatalogEntry>>> chunks = new ArrayList<>();
        for (int from = 0; from < copies.size(); from += size) {
            List<CopyId> chunk = copies.subList(from, Math.min(copies.size(), from + size));
            chunks.add(() -> readAll(chunk, marked));
        }
        return chunks;
    }

    private List<CatalogEntry> readAll(List<CopyId> copies, Set<CopyId> marked) throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        for (CopyId copy : copies) {
            find(copy, marked.contains(copy)).ifPresent(entries::add);
        }
        return entries;
    }

    private static IOException unwrapped(ExecutionException failure) {
        if (failure.getCause() instanceof IOException known) {
            return known;
        }
        if (failure.getCause() instanceof RuntimeException unforeseen) {
            throw unforeseen;
        }
        return new IOException(failure.getCause());
    }
}
