package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import io.atlasoffsite.store.Manifest.Storage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the lines of RESTORE.md say of a copy: names, ports, versions and options, each safe to stand in a shell command.
 *
 * @param manifest the copy's
 * @param archives those the lines are about, config servers first, then the others by name
 */
record NotedCopy(Manifest manifest, List<Archive> archives) {

    static final int FIRST_PORT = 27117;
    private static final Pattern SERIES = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

    NotedCopy {
        archives = archives.stream()
                .sorted(Comparator.comparing((Archive archive) -> !isConfigServer(archive))
                        .thenComparing(Archive::file))
                .toList();
    }

    /** Whether the files are of a sharded cluster, even if only one archive of it is meant. */
    boolean sharded() {
        return manifest.archives().size() > 1
                || manifest.snapshot().type().equals("shardedCluster")
                || archives.stream().anyMatch(NotedCopy::isConfigServer);
    }

    /** Whether the lines are about all the copy has. */
    boolean whole() {
        return archives.size() == manifest.archives().size();
    }

    /** Atlas names the config servers' replica set so; nothing else in its answer tells. */
    static boolean isConfigServer(Archive archive) {
        return archive.replicaSet().contains("config");
    }

    Optional<Archive> configServer() {
        return archives.stream().filter(NotedCopy::isConfigServer).findFirst();
    }

    List<Archive> shards() {
        return archives.stream().filter(archive -> !isConfigServer(archive)).toList();
    }

    /** Below {@code $INTO}. */
    String directory(Archive archive) {
        return RestoreNotes.directory(manifest, archive);
    }

    int port(Archive archive) {
        return FIRST_PORT + archives.indexOf(archive);
    }

    String address(Archive archive) {
        return directory(archive) + "/127.0.0.1:" + port(archive);
    }

    /** The options that {@code storage.bson} demands, each with a space before it. */
    String options(Archive archive) {
        return archive.storage().map(NotedCopy::options).orElse("");
    }

    private static String options(Storage storage) {
        boolean other =
                storage.engine().matches("[A-Za-z0-9]+") && !storage.engine().equals("wiredTiger");
        return (other ? " --storageEngine " + storage.engine() : "")
                + (storage.directoryPerDb() ? " --directoryperdb" : "")
                + (storage.directoryForIndexes() ? " --wiredTigerDirectoryForIndexes" : "")
                + (storage.groupCollections() ? " --groupCollections" : "");
    }

    boolean optionsKnown() {
        return archives.stream().map(Archive::storage).allMatch(Optional::isPresent);
    }

    boolean versionKnown() {
        return SERIES.matcher(version()).matches();
    }

    /** E.g. {@code 8.0.29}; what Atlas said, if it can be printed. */
    String version() {
        String version = manifest.snapshot().mongodbVersion();
        return version.matches("[0-9A-Za-z.-]+") ? version : "(version not known)";
    }

    /** E.g. {@code 8.0}. */
    String series() {
        Matcher numbers = SERIES.matcher(version());
        return numbers.matches() ? numbers.group(1) + "." + numbers.group(2) : version();
    }

    /** Whether a feature of this version can matter; true when the version is not known. */
    boolean mayBe(int major) {
        Matcher numbers = SERIES.matcher(version());
        return !numbers.matches() || Integer.parseInt(numbers.group(1)) >= major;
    }

    boolean encrypted() {
        return !manifest.snapshot().masterKeyUuid().isEmpty();
    }
}
