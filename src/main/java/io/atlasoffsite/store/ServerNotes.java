package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;

/**
 * The part of RESTORE.md about one server on one set of files. The parameters are those of the server's manual for maintenance of a
 * replica set's member on its own. Stateless.
 */
final class ServerNotes {

    private static final String STOP =
            "    mongosh --quiet --port %d --eval 'db.getSiblingDB(\"admin\").shutdownServer()'\n";
    private static final String REPLAY =
            " --setParameter recoverFromOplogAsStandalone=true --setParameter takeUnstableCheckpointOnShutdown=true";

    private ServerNotes() {}

    static String alone(NotedCopy copy) {
        StringBuilder text = new StringBuilder("""

                ## 3. Start a server on the files

                As the user that owns them, not as root. It answers on this machine only and asks for no password: whoever can log in
                here can read everything. It is started alone, without `--replSet`, and must not delete what a TTL index says is old.
                From its first start on the files change, and no checksum fits them any more.

                """);
        if (!copy.versionKnown()) {
            text.append(unknownVersion());
        }
        if (copy.encrypted()) {
            text.append(customerKey(copy));
        }
        text.append("""
                First, once, the last writes: a snapshot is taken of a running server, and some of them are only in its oplog. The data
                directory is the one that holds the file `WiredTiger`; mongod's logs may lie beside it.

                """);
        copy.archives()
                .forEach(archive -> text.append(data(copy, archive))
                        .append(start(copy, archive, REPLAY))
                        .append(stop(copy, archive)));
        text.append("""

                If it does not start here because there is no oplog (flex and shared clusters), there is nothing to replay. Go on:

                """);
        copy.archives().forEach(archive -> text.append(data(copy, archive)).append(start(copy, archive, "")));
        text.append(expectations(copy));
        return text.toString();
    }

    /** Sets {@code DATA}. */
    static String data(NotedCopy copy, Archive archive) {
        return "    DATA=$(find \"$INTO/" + copy.directory(archive)
                + "\" -name WiredTiger -type f -exec dirname {} \\; | head -n 1)\n";
    }

    /** Starts the server on {@code DATA} by itself. */
    private static String start(NotedCopy copy, Archive archive, String more) {
        String sharded = copy.sharded()
                ? " --setParameter skipShardingConfigurationChecks=true --setParameter disableLogicalSessionCacheRefresh=true"
                : "";
        return mongod(copy, archive, " --setParameter ttlMonitorEnabled=false" + sharded + more);
    }

    static String mongod(NotedCopy copy, Archive archive, String more) {
        return "    mongod --dbpath \"$DATA\" --port " + copy.port(archive)
                + " --bind_ip 127.0.0.1 --fork --logpath \"$INTO/" + copy.directory(archive) + ".log\""
                + copy.options(archive) + more + "\n";
    }

    static String stop(NotedCopy copy, Archive archive) {
        return STOP.formatted(copy.port(archive));
    }

    static String shell(NotedCopy copy, Archive archive, String script) {
        return "    mongosh --quiet --port " + copy.port(archive) + " --eval '" + script + "'\n";
    }

    static String replicaSet(NotedCopy copy) {
        StringBuilder text = new StringBuilder("""

                ## 4. Make a replica set of it

                Not needed to read or dump the data. The old set's memory goes first:

                """);
        for (Archive archive : copy.archives()) {
            text.append(shell(copy, archive, "db.getSiblingDB(\"local\").dropDatabase()"));
            text.append(stop(copy, archive));
            text.append(data(copy, archive));
            text.append(mongod(copy, archive, " --replSet restored"));
            text.append(shell(
                    copy,
                    archive,
                    "rs.initiate({_id: \"restored\", members: [{_id: 0, host: \"127.0.0.1:" + copy.port(archive)
                            + "\"}]})"));
        }
        text.append("""

                For other machines, say this one's name instead of `127.0.0.1` in both places, and add `--keyFile` before you do: the users
                in the files are those of Atlas. Members that `rs.add` brings in fetch the data by themselves.
                """);
        return text.toString();
    }

    private static String expectations(NotedCopy copy) {
        String options = copy.optionsKnown()
                ? "the lines above have those that `storage.bson` names, and no others are needed."
                : "look into `storage.bson` beside `WiredTiger` (`bsondump storage.bson`) and\n"
                        + "  add `--directoryperdb` or `--wiredTigerDirectoryForIndexes` where it says true.";
        return """

                `mongosh --port %d` is in. To be expected, and no fault: warnings that access control is not enabled, and that there are
                documents in `system.replset` while the server was started without `--replSet`. When it does not start, its log says why:

                - *storage options*: the server refuses files made with others than it was started with;
                  %s
                - *version*: "featureCompatibilityVersion" or "unsupported WiredTiger file version" mean another `mongod` than %s.
                - *permission*: `chown -R` the directory to the user you are.

                Every collection read from end to end, as a check:

                %s""".formatted(NotedCopy.FIRST_PORT, options, copy.series(), check(copy));
    }

    private static String check(NotedCopy copy) {
        StringBuilder lines = new StringBuilder();
        copy.archives()
                .forEach(
                        archive -> lines.append(
                                shell(
                                        copy,
                                        archive,
                                        "db.getMongo().getDBNames().map(d => db.getSiblingDB(d)).forEach(d => d.getCollectionInfos({type: \"collection\"})"
                                                + ".forEach(c => print(d.getName(), c.name, d.getCollection(c.name).validate({full: true}).valid)))")));
        return lines.toString();
    }

    private static String unknownVersion() {
        return """
                Atlas did not say which version made the files. The logs in the archive, if there are any, do:

                    grep -rhoE '"version":"[0-9]+[.][0-9]+[^"]*"' "$INTO" --include='mongod*log*' | sort | uniq -c

                """;
    }

    private static String customerKey(NotedCopy copy) {
        return """
                **The files are encrypted with a customer's key** (master key `%s`). A plain `mongod` cannot read them. It takes MongoDB
                Enterprise %s and, between it and the key, the *KMIP Proxy Standalone* that Atlas offers where snapshots are downloaded:

                    kmipProxyStandalone -cloudProvider aws -dbpath "$DATA" -kmipPort 27100 -mongodPort %d

                (or `azure`, `gcp`; `DATA` as below.) The proxy takes the credentials from `$DATA/cloudProviderCredentials/`; those of a role, or
                rotated ones, are to be replaced there first. It leaves two certificates in `$DATA`. Add to every `mongod` below:

                    --enableEncryption --kmipServerName 127.0.0.1 --kmipPort 27100 --kmipServerCAFile "$DATA/kmipCA.pem" --kmipClientCertificateFile "$DATA/kmipClient.pem"%s

                **Without that key nobody can ever restore this copy: keep the key as long as the copy.**

                """.formatted(
                        copy.manifest().snapshot().masterKeyUuid().replaceAll("[^A-Za-z0-9_-]", "?"),
                        copy.series(),
                        NotedCopy.FIRST_PORT,
                        copy.mayBe(6) ? " --kmipActivateKeys false" : "");
    }
}
