package com.example;

import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of a copy on disk. */
public final class CopiedFiles {

    private static final String LAST = "manifest.json";

    /**
     * The files, the manifest last: as in a store, a copy is at the destination when its manifest is.
     *
     * @param result of a copy into at least one file store
     */
    public List<StoredFile> of(CopyResult result) throws IOException {
        CopyOutcome onDisk = result.outcomes().stream()
                .filter(outcome -> outcome.location().filter(CopiedFiles::isFile).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no store on disk has the copy, so there is nothing to send on"));
        Path folder = Path.of(onDisk.location().orElseThrow());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(CopiedFiles::isLast).thenComparing(Comparator.naturalOrder()))
                    .map(file -> new StoredFile(file, onDisk.copyId() + "/" + file.getFileName()))
                    .toList();
        }
    }

    private static boolean isFile(URI location) {
        return "file".equals(location.getScheme());
    }

    private static boolean isLast(Path file) {
        return file.endsWith(LAST);
    }
}
