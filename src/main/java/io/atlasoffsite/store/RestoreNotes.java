package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * RESTORE.md: how to restore a copy by hand, with nothing but standard tools. It follows from the manifest and the store alone, so
 * that everybody who writes it writes the same bytes. Every name in a command was checked against a pattern without spaces or
 * quotes. Stateless.
 */
public final class RestoreNotes {

    private RestoreNotes() {}

    /**
     * The notes that lie in a copy's folder: from fetching it to a running server.
     *
     * @param manifest the copy's
     * @param restoreArguments what {@code offsite restore} has to be told, as {@link ArchiveStore#restoreArguments} gives it
     * @param fetchCommands shell lines, as {@link ArchiveStore#fetchCommands} gives them
     * @return UTF-8, never null
     */
    public static byte[] forCopy(Manifest manifest, String restoreArguments, List<String> fetchCommands) {
        NotedCopy copy = new NotedCopy(manifest, manifest.archives());
        StringBuilder text = new StringBuilder();
        text.append(introduction(copy, "this copy"));
        text.append(fetch(copy, restoreArguments, fetchCommands));
        text.append("\n## 2. Unpack\n\n");
        copy.archives().forEach(archive -> text.append(unpack(copy, archive)));
        text.append("""

                Into directories whose names are not taken yet: a second archive's files among the first one's would spoil both.
                """);
        servers(copy, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The notes that lie in a directory a copy was restored into: from there to a running server.
     *
     * @param manifest the copy's
     * @param files which of its archives were restored, by their file names; the others are named as missing
     * @param unproved sentences or names for people, of what could not be proved; empty when all was
     * @return UTF-8, never null
     */
    public static byte[] forDirectory(Manifest manifest, Set<String> files, List<String> unproved) {
        NotedCopy copy = new NotedCopy(
                manifest,
                manifest.archives().stream()
                        .filter(archive -> files.contains(archive.file()))
                        .toList());
        StringBuilder text = new StringBuilder();
        if (!unproved.isEmpty()) {
            text.append(warning(unproved));
        }
        text.append(introduction(copy, "what lies here"));
        text.append("## 1. and 2. Fetched and unpacked\n\n");
        text.append(
                unproved.isEmpty()
                        ? "That is done: every byte of these files was proved. `restored.json` says how.\n"
                        : "That is done, as far as it could be: `restored.json` says what is proved and what is not.\n");
        text.append("The lines below begin in the directory that holds this file:\n\n    INTO=$PWD\n\n");
        copy.archives()
                .forEach(archive -> text.append("- `")
                        .append(copy.directory(archive))
                        .append("`, from `")
                        .append(archive.file())
                        .append("`\n"));
        manifest.archives().stream()
                .filter(archive -> !files.contains(archive.file()))
                .forEach(archive -> text.append("- not here: `")
                        .append(directory(manifest, archive))
                        .append("`\n"));
        servers(copy, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The directory an archive is unpacked into, below the one that is restored into.
     *
     * @param manifest the copy's
     * @param archive one of its archives
     * @return the name of the replica set, or the cluster's when Atlas named none: one path segment, safe in a shell
     */
    public static String directory(Manifest manifest, Archive archive) {
        return archive.replicaSet().isEmpty() ? manifest.cluster().name() : archive.replicaSet();
    }

    private static void servers(NotedCopy copy, StringBuilder text) {
        text.append(ServerNotes.alone(copy));
        text.append(copy.sharded() ? ShardedNotes.cluster(copy) : ServerNotes.replicaSet(copy));
        text.append(DumpNotes.elsewhere(copy));
    }

    private static String introduction(NotedCopy copy, String what) {
        Manifest manifest = copy.manifest();
        return """
                # How to restore %s by hand

                Cluster `%s` of project `%s`, snapshot `%s`,
                taken %s (UTC). MongoDB %s.
                The archives hold the server's own data files. They need a `mongod` of the same major version, **%s**, and for the
                commands `mongosh` and the MongoDB Database Tools. `mongorestore` cannot read them: they are no dump.
                %s
                """.formatted(
                        what,
                        manifest.cluster().name(),
                        manifest.project().id(),
                        manifest.snapshot().id(),
                        manifest.snapshot().takenAt(),
                        copy.version(),
                        copy.series(),
                        manifest.snapshot().snapshotType().equals("fallback")
                                ? "\n**Atlas calls this snapshot a fallback: its files may not fit each other. Prefer another one.**\n"
                                : "");
    }

    private static String fetch(NotedCopy copy, String restoreArguments, List<String> fetchCommands) {
        String into = "restore-" + copy.manifest().snapshot().id();
        long unpacked =
                copy.archives().stream().mapToLong(Archive::uncompressedBytes).sum();
        StringBuilder lines = new StringBuilder();
        fetchCommands.forEach(line -> lines.append("    ").append(line).append('\n'));
        return """
                Where atlas-offsite is at hand, this does all of sections 1 and 2, and proves every byte while it writes. It does not need
                Atlas, and for a URL no configuration either (`$PWD` means the directory that holds this file; S3 wants `AWS_REGION` set):

                    offsite restore %s --into "$HOME/%s"

                ## 1. Fetch and prove

                There must be room for %d bytes of archives and about %d bytes of data files. `INTO` is a directory that does not
                exist yet; put it where that room is.

                    INTO="$HOME/%s"
                    mkdir -m 700 "$INTO"
                %s    (cd "$COPY" && sha256sum -c SHA256SUMS)

                Every line must end in `OK` (on macOS: `shasum -a 256 -c`). If one does not, stop: that file is not whole.
                """.formatted(restoreArguments, into, copy.manifest().bytes(), unpacked, into, lines);
    }

    private static String unpack(NotedCopy copy, Archive archive) {
        String directory = copy.directory(archive);
        return "    mkdir -m 700 \"$INTO/" + directory + "\"\n" + "    tar --no-same-owner -xzf \"$COPY/"
                + archive.file() + "\" -C \"$INTO/" + directory + "\"\n";
    }

    /**
     * The paragraph that stands above notes that are not of a whole, proved directory.
     *
     * @param unproved sentences or names for people; what is no printable ASCII in them, and marks of Markdown, come out as {@code ?}
     * @return Markdown, with an empty line behind it
     */
    public static String warning(List<String> unproved) {
        StringBuilder lines = new StringBuilder();
        unproved.forEach(line -> lines.append("> - ")
                .append(line.replaceAll("[^ -~]|[`<>]", "?"))
                .append('\n'));
        return """
                > **NOT ALL OF THIS IS PROVED.** It was restored from a damaged copy because somebody said that it should be. Nobody vouches
                > for:
                >
                %s>
                > Take another copy if there is one. Otherwise run the check of section 3 before you believe a single document.

                """.formatted(lines);
    }
}
