package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.route.Failures;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the catalogs of several stores; one that cannot be read is noted and the others are read all the same. */
final class Catalogs {

    private static final int READERS = 8;

    private final Opener opener;

    Catalogs(Opener opener) {
        this.opener = opener;
    }

    /** Opens a store by its name. */
    @FunctionalInterface
    interface Opener {
        ArchiveStore open(String store) throws IOException;
    }

    /** Asks a catalog. */
    @FunctionalInterface
    interface Question {
        List<CatalogEntry> ask(Catalog catalog) throws IOException;
    }

    /**
     * What one store holds.
     *
     * @param store its name
     * @param entries its copies, newest first; empty when it could not be read
     * @param failure why it could not be read
     */
    record Reading(String store, List<CatalogEntry> entries, Optional<OffsiteException> failure) {}

    /** Asks every store the same. */
    List<Reading> read(Collection<String> stores, Question question) throws IOException {
        List<Reading> readings = new ArrayList<>();
        for (String store : stores) {
            readings.add(read(store, question));
        }
        return readings;
    }

    Reading read(String store, Question question) throws IOException {
        try {
            Catalog catalog = new Catalog(opener.open(store), READERS);
            return new Reading(store, question.ask(catalog), Optional.empty());
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            return new Reading(store, List.of(), Optional.of(unreadable(store, failure)));
        }
    }

    /** Says which stores could not be read and answers the exit code: 7 when others could, else the worst reason. */
    static int judge(List<Reading> readings, Screen screen) {
        List<OffsiteException> failures =
                readings.stream().flatMap(reading -> reading.failure().stream()).toList();
        failures.forEach(failure -> screen.say(ErrorLines.sentence(failure)));
        if (failures.isEmpty()) {
            return 0;
        }
        if (failures.size() < readings.size()) {
            return ErrorLines.PARTLY;
        }
        return ErrorLines.worst(failures.stream()
                .mapToInt(failure -> failure.reason().exitCode())
                .toArray());
    }

    private static OffsiteException unreadable(String store, IOException failure) {
        return Failures.known(failure)
                .orElseGet(() -> OffsiteException.because(
                                Reason.STORE_UNAVAILABLE, "store '" + store + "' could not be read")
                        .hint("try offsite check")
                        .cause(failure)
                        .build());
    }
}
