package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;

/**
 * The part of RESTORE.md that makes a sharded cluster of its archives again: config servers, shards, router, in the order of the
 * server's manual. Stateless.
 */
final class ShardedNotes {

    private ShardedNotes() {}

    static String cluster(NotedCopy copy) {
        StringBuilder text = new StringBuilder("""

                ## 4. Make the sharded cluster of it

                Each archive is one replica set. To read or dump a shard's part of the data the servers of section 3 are enough.
                """);
        if (!copy.whole()) {
            return text.append("\nOnly ")
                    .append(copy.archives().size())
                    .append(" of ")
                    .append(copy.manifest().archives().size())
                    .append(
                            " archives lie here. A cluster needs all of them: restore the copy without `--only-shard`.\n")
                    .toString();
        }
        text.append("A cluster again they become in this order, all still running from section 3:\n\n");
        int place = 1;
        for (Archive archive : copy.archives()) {
            text.append(place++).append(". `").append(copy.directory(archive)).append("`\n");
        }
        if (copy.mayBe(8)) {
            text.append(configShard(copy));
        }
        return copy.configServer()
                .map(config -> configServer(copy, config, text) + shards(copy, config) + router(copy, config))
                .orElseGet(() -> text.append(withoutConfigServer()).toString());
    }

    private static String configServer(NotedCopy copy, Archive config, StringBuilder text) {
        text.append("\nThe config servers first. Each `updateOne` must answer `modifiedCount: 1`:\n\n");
        text.append(ServerNotes.shell(copy, config, "db.getSiblingDB(\"local\").dropDatabase()"));
        for (Archive shard : copy.shards()) {
            text.append(ServerNotes.shell(
                    copy,
                    config,
                    "db.getSiblingDB(\"config\").shards.updateOne({host: /^" + copy.directory(shard)
                            + "\\//}, {$set: {host: \"" + copy.address(shard) + "\"}})"));
        }
        text.append(ServerNotes.shell(
                copy,
                config,
                "[\"mongos\", \"lockpings\"].forEach(c => db.getSiblingDB(\"config\").getCollection(c).drop())"));
        text.append(restart(copy, config, "--configsvr", "configsvr: true, "));
        return text.toString();
    }

    private static String shards(NotedCopy copy, Archive config) {
        StringBuilder text = new StringBuilder(
                "\nThen each shard. The second line may find nothing; the third must answer `modifiedCount: 1`:\n");
        for (Archive shard : copy.shards()) {
            text.append('\n');
            text.append(ServerNotes.shell(copy, shard, "db.getSiblingDB(\"local\").dropDatabase()"));
            text.append(ServerNotes.shell(
                    copy, shard, "db.getSiblingDB(\"admin\").system.version.deleteOne({_id: \"minOpTimeRecovery\"})"));
            text.append(ServerNotes.shell(
                    copy,
                    shard,
                    "db.getSiblingDB(\"admin\").system.version.updateOne({_id: \"shardIdentity\"}, {$set: {configsvrConnectionString: \""
                            + copy.address(config) + "\"}})"));
            text.append(restart(copy, shard, "--shardsvr", ""));
        }
        return text.toString();
    }

    private static String router(NotedCopy copy, Archive config) {
        return """

                The router last:

                    mongos --port 27116 --bind_ip 127.0.0.1 --fork --logpath "$INTO/mongos.log" --configdb "%s"
                    mongosh --quiet --port 27116 --eval 'sh.stopBalancer(); sh.status()'

                Every shard must be listed with its new address. On several machines, use their names instead of `127.0.0.1` everywhere, and a
                `--keyFile` for all of them.
                """.formatted(copy.address(config));
    }

    private static String restart(NotedCopy copy, Archive archive, String role, String more) {
        String name = copy.directory(archive);
        return ServerNotes.stop(copy, archive)
                + ServerNotes.data(copy, archive)
                + ServerNotes.mongod(copy, archive, " " + role + " --replSet " + name)
                + ServerNotes.shell(
                        copy,
                        archive,
                        "rs.initiate({_id: \"" + name + "\", " + more + "members: [{_id: 0, host: \"127.0.0.1:"
                                + copy.port(archive) + "\"}]})");
    }

    private static String configShard(NotedCopy copy) {
        return copy.configServer().isPresent() ? """

                From version 8.0 on the config servers can hold data too (a *config shard*). It is one if `config.shards` has a document with the
                `_id` `config`: set that one's `host` as well, to the config servers' own address, and correct its `shardIdentity` like a shard's.
                """ : "";
    }

    private static String withoutConfigServer() {
        return """

                By their names, none of these archives is the config servers'. From version 8.0 on one of the shards can be both (a *config
                shard*): it is the one where this, on its port, counts more than 0:

                    mongosh --quiet --port 27117 --eval 'db.getSiblingDB("config").shards.countDocuments()'

                Do that one first: drop `local`, set every shard's `host` in its `config.shards`, also its own, restart it with `--configsvr
                --replSet <its name>` and initiate it with `configsvr: true`. Then, on it and on each other shard, point `shardIdentity` in
                `admin.system.version` at it; restart the others with `--shardsvr --replSet <name>` and initiate them; `mongos` last. If none
                counts more than 0, there is no config servers' archive, and only the single shards can be read (section 5).
                """;
    }
}
