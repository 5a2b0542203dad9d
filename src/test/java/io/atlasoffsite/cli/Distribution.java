package io.atlasoffsite.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The zip the build has made. */
final class Distribution {

    private static final int EXECUTABLE = 0b001_000_000;

    private Distribution() {}

    static Path zip() {
        return Path.of(System.getProperty("offsite.test.zip"));
    }

    static List<ZipArchiveEntry> entries() throws IOException {
        try (ZipFile zip = open()) {
            return Collections.list(zip.getEntriesInPhysicalOrder());
        }
    }

    /** Unpacks it, with its executable bits, and answers the one folder in it. */
    static Path unpack(Path into) throws IOException {
        try (ZipFile zip = open()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                Path file = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if ((entry.getUnixMode() & EXECUTABLE) != 0) {
                    allow(file);
                }
            }
        }
        return into.resolve(zip().getFileName().toString().replaceFirst("\\.zip$", ""));
    }

    private static void allow(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        Files.setPosixFilePermissions(file, permissions);
    }

    private static ZipFile open() throws IOException {
        return ZipFile.builder().setPath(zip()).get();
    }
}
