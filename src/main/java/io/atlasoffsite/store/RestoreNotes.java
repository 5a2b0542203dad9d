package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import io.atlasoffsite.store.Manifest.Storage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * RESTORE.md of a copy: how to restore it by hand, with nothing but standard tools. It follows from the manifest and the store
 * alone, so that everybody who writes it writes the same bytes. Every name in a command was checked against a pattern without
 * spaces or quotes.
 */
public final class RestoreNotes {

    private RestoreNotes() {}

    /**
     * Writes them.
     *
     * @param manifest of the copy; not null
     * @param fetchCommands shell lines that bring the copy's files here, as {@link ArchiveStore#fetchCommands} has them; not null
     * @return the file, UTF-8
     */
    public static byte[] of(Manifest manifest, List<String> fetchCommands) {
        StringBuilder text = new StringBuilder();
        introduction(manifest, text);
        text.append("## 1. Fetch and prove\n\n");
        text.append("An empty directory with room for ")
                .append(manifest.bytes())
                .append(" bytes of archives and ");
        text.append(manifest.archives().stream()
                .mapToLong(Archive::uncompressedBytes)
                .sum());
        text.append(" bytes of data files:\n\n");
        fetchCommands.forEach(line -> text.append("    ").append(line).append('\n'));
        text.append(
                "    sha256sum -c SHA256SUMS\n\nEvery line must end in `OK`. If one does not, stop: that file is not whole.\n\n");
        text.append("## 2. Unpack\n\n");
        ordered(manifest).forEach(archive -> unpack(manifest, archive, text));
        text.append("\n## 3. Start a server on it\n\n");
        if (!manifest.snapshot().masterKeyUuid().isEmpty()) {
            customerKey(manifest.snapshot().masterKeyUuid(), text);
        }
        server(manifest, text);
        if (manifest.archives().size() > 1) {
            sharded(manifest, text);
        }
        text.append("\n## 4. Bring the data somewhere else\n\n");
        text.append("Nothing uploads these files into Atlas. From the running server:\n\n");
        text.append("    mongodump --port 27117 --archive --gzip > dump.gz\n");
        text.append("    mongorestore --uri '<the target>' --archive --gzip < dump.gz\n\n");
        text.append("`mongorestore` cannot read the archives themselves: they hold data files, not a dump.\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void introduction(Manifest manifest, StringBuilder text) {
        text.append("# How to restore this copy by hand\n\n");
        text.append("Cluster `")
                .append(manifest.cluster().name())
                .append("` of project `")
                .append(manifest.project().id());
        text.append("`, snapshot `").append(manifest.snapshot().id()).append("`, taken ");
        text.append(manifest.snapshot().takenAt())
                .append(" (UTC). MongoDB ")
                .append(version(manifest))
                .append(".\n");
        text.append(
                "The archives hold the server's own data files; they need a `mongod` of the same major version: **");
        text.append(majorVersion(manifest)).append("**.\n\n");
    }

    private static void unpack(Manifest manifest, Archive archive, StringBuilder text) {
        String folder = folder(manifest, archive);
        text.append("    mkdir -m 700 ").append(folder);
        text.append(" && tar -xzf ")
                .append(archive.file())
                .append(" -C ")
                .append(folder)
                .append('\n');
    }

    private static void server(Manifest manifest, StringBuilder text) {
        text.append(
                "Start it alone, not as a member of its old replica set, reachable from this machine only. The data directory is the\n");
        text.append(
                "one that holds the file `WiredTiger`; a mongod that wrote logs into the archive left them beside it.\n\n");
        for (Archive archive : ordered(manifest)) {
            text.append("    DATA=$(dirname \"$(find ").append(folder(manifest, archive));
            text.append(" -name WiredTiger -type f | head -n 1)\")\n");
            text.append("    mongod --dbpath \"$DATA\" --port 27117 --bind_ip 127.0.0.1");
            archive.storage().map(RestoreNotes::options).ifPresent(text::append);
            text.append("\n");
        }
        text.append("\nThe server refuses files of other storage options than it was started with");
        boolean known = manifest.archives().stream().map(Archive::storage).allMatch(Optional::isPresent);
        text.append(
                known
                        ? ": the command above has those that `storage.bson` names, and no others are needed.\n"
                        : ": look into `storage.bson` beside `WiredTiger` (`bsondump storage.bson`)\n"
                                + "and add `--directoryperdb` or `--wiredTigerDirectoryForIndexes` where it says true.\n");
        text.append(
                "It may say that it belongs to a replica set: reading and dumping work all the same. To make a new replica set of it,\n");
        text.append(
                "drop the old one's memory (`use local; db.dropDatabase()`, as a user with the role `__system`), start it again with\n");
        text.append("`--replSet <new name>`, and `rs.initiate()`.\n");
    }

    private static String options(Storage storage) {
        return (storage.directoryPerDb() ? " --directoryperdb" : "")
                + (storage.directoryForIndexes() ? " --wiredTigerDirectoryForIndexes" : "")
                + (storage.groupCollections() ? " --setParameter wiredTigerGroupCollections=true" : "");
    }

    private static void sharded(Manifest manifest, StringBuilder text) {
        text.append(
                "\nThis is a sharded cluster. Each archive is one replica set; restore them in this order, each on a port of its own:\n\n");
        int place = 1;
        for (Archive archive : ordered(manifest)) {
            text.append(place++).append(". `").append(folder(manifest, archive)).append("`\n");
        }
        text.append(
                "\nThe config servers come first: there, set the new hosts in `config.shards`, then restart it with `--configsvr`; each\n");
        text.append(
                "shard next with `--shardsvr`, after correcting its `shardIdentity` in `admin.system.version`; `mongos` last. The manual's\n");
        text.append("\"Restore a Sharded Cluster\" for version ")
                .append(majorVersion(manifest))
                .append(" has every command.\n");
    }

    private static void customerKey(String key, StringBuilder text) {
        text.append("**The files are encrypted with a customer's key** (master key `")
                .append(key.replaceAll("[^A-Za-z0-9_-]", "?"));
        text.append(
                "`). A plain `mongod` cannot read them: it takes\nMongoDB Enterprise, and the key reached through the KMIP proxy that Atlas offers ");
        text.append(
                "for downloaded snapshots. Without that key nobody\ncan restore this copy: keep it as long as the copy.\n\n");
    }

    /** Config servers first, then the shards by name. */
    private static List<Archive> ordered(Manifest manifest) {
        return manifest.archives().stream()
                .sorted(Comparator.comparing(
                                (Archive archive) -> !archive.replicaSet().contains("config"))
                        .thenComparing(Archive::file))
                .toList();
    }

    private static String folder(Manifest manifest, Archive archive) {
        return archive.replicaSet().isEmpty() ? manifest.cluster().name() : archive.replicaSet();
    }

    private static String version(Manifest manifest) {
        String version = manifest.snapshot().mongodbVersion();
        return version.matches("[0-9A-Za-z.-]+") ? version : "(version not known)";
    }

    private static String majorVersion(Manifest manifest) {
        String[] numbers = version(manifest).split("\\.");
        return numbers.length >= 2 ? numbers[0] + "." + numbers[1] : version(manifest);
    }
}
