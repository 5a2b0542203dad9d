package io.atlasoffsite.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Holds what was restored against the archive it came from, read by another library than the one that restored it: for a demo, which has to
 * show more than that a program believes itself. Stateless.
 */
final class TarComparison {

    private static final int BLOCK = 1 << 16;

    private TarComparison() {}

    /**
     * Compares byte for byte.
     *
     * @param archive the {@code .tar.gz} in a store's directory
     * @param directory what it was restored into
     * @return how many files are the same
     * @throws IOException when one differs or is missing, or something cannot be read
     */
    static int same(Path archive, Path directory) throws IOException {
        int files = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), BLOCK))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    compare(tar, directory.resolve(entry.getName()).normalize());
                    files++;
                }
            }
        }
        return files;
    }

    private static void compare(InputStream archived, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " was archived and not restored");
        }
        try (InputStream restored = Files.newInputStream(file)) {
            byte[] one;
            do {
                one = archived.readNBytes(BLOCK);
                if (!Arrays.equals(one, restored.readNBytes(BLOCK))) {
                    throw new IOException(file + " is not what was archived");
                }
            } while (one.length > 0);
        }
    }
}
