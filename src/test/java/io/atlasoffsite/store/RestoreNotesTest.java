package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.store.Manifest.Archive;
import io.atlasoffsite.store.Manifest.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreNotesTest {

    private static final Storage PLAIN = new Storage("wiredTiger", false, false, false);
    private static final List<String> FETCH =
            List.of("COPY=\"$INTO/copy\"", "aws s3 cp --recursive 's3://b/k/' \"$COPY\"");

    private final Manifest one = Fixtures.manifest(
            Fixtures.COPY,
            Layout.inCopy(Fixtures.COPY, Layout.archiveFile("orders", "0123abcd")),
            Fixtures.text("archive"),
            "r");

    @Test
    void theyGoFromTheStoreToTheFilesByExactCommands() {
        assertThat(lines(notes(one)))
                .containsSubsequence(
                        "offsite restore 's3://b/k' --into \"$HOME/restore-" + Fixtures.SNAPSHOT + "\"",
                        "INTO=\"$HOME/restore-" + Fixtures.SNAPSHOT + "\"",
                        "mkdir -m 700 \"$INTO\"",
                        "COPY=\"$INTO/copy\"",
                        "aws s3 cp --recursive 's3://b/k/' \"$COPY\"",
                        "(cd \"$COPY\" && sha256sum -c SHA256SUMS)",
                        "mkdir -m 700 \"$INTO/orders\"",
                        "tar --no-same-owner -xzf \"$COPY/orders-0123abcd.tar.gz\" -C \"$INTO/orders\"");
        assertThat(notes(one)).contains("**8.0**", "7 bytes of archives", "123456 bytes of data files");
    }

    @Test
    void theSameManifestGivesTheSameBytes() {
        assertThat(notes(one)).isEqualTo(notes(one)).isNotEqualTo(notes(of("7.0.1", "", PLAIN, "")));
    }

    @Test
    void theServerStartsAloneReplaysTheOplogOnceAndDeletesNothingThatIsOld() {
        assertThat(lines(notes(of("7.0.12", "", PLAIN, ""))))
                .containsSubsequence(
                        "DATA=$(find \"$INTO/orders\" -name WiredTiger -type f -exec dirname {} \\; | head -n 1)",
                        "mongod --dbpath \"$DATA\" --port 27117 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/orders.log\""
                                + " --setParameter ttlMonitorEnabled=false --setParameter recoverFromOplogAsStandalone=true"
                                + " --setParameter takeUnstableCheckpointOnShutdown=true",
                        "mongosh --quiet --port 27117 --eval 'db.getSiblingDB(\"admin\").shutdownServer()'",
                        "mongod --dbpath \"$DATA\" --port 27117 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/orders.log\""
                                + " --setParameter ttlMonitorEnabled=false");
        assertThat(notes(one)).doesNotContain("harded", "skipShardingConfigurationChecks", "customer's key");
    }

    @Test
    void aReplicaSetBeginsWithoutTheMemoryOfTheOldOne() {
        assertThat(lines(notes(one)))
                .containsSubsequence(
                        "mongosh --quiet --port 27117 --eval 'db.getSiblingDB(\"local\").dropDatabase()'",
                        "mongod --dbpath \"$DATA\" --port 27117 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/orders.log\""
                                + " --directoryperdb --replSet restored");
        assertThat(notes(one)).contains("rs.initiate({_id: \"restored\"");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true,false,false,--directoryperdb",
                "false,true,false,--wiredTigerDirectoryForIndexes",
                "false,false,true,--groupCollections",
                "true,true,true,--directoryperdb --wiredTigerDirectoryForIndexes --groupCollections",
                "false,false,false,-"
            })
    void everyServerIsStartedWithWhatStorageBsonSays(boolean perDb, boolean indexes, boolean group, String options) {
        Manifest manifest = of("6.0.3", "", new Storage("wiredTiger", perDb, indexes, group), "set-0");
        String expected = "orders.log\"".replace("orders", "set-0") + (options == null ? "" : " " + options) + " --";

        List<String> starts = lines(notes(manifest)).stream()
                .filter(line -> line.startsWith("mongod "))
                .toList();

        assertThat(starts).hasSize(3).allSatisfy(line -> assertThat(line).contains(expected));
        assertThat(notes(manifest)).contains("no others are needed").doesNotContain("bsondump");
    }

    @Test
    void withoutStorageBsonTheySayWhereToLook() {
        assertThat(notes(of("6.0.3", "", null, ""))).contains("bsondump storage.bson");
    }

    @ParameterizedTest
    @CsvSource({"4.4.29,4.4", "5.0.31,5.0", "6.0.19,6.0", "7.0.12,7.0", "8.0.29,8.0", "8.2.1-rc0,8.2", "10.0.0,10.0"})
    void theServersMajorVersionIsNamed(String version, String series) {
        assertThat(notes(of(version, "", PLAIN, "")))
                .contains("**" + series + "**")
                .doesNotContain("did not say which version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "`rm -rf`", "8.0 $(x)"})
    void aVersionThatIsNotKnownIsSaidAndHowToFindIt(String version) {
        assertThat(notes(of(version, "", PLAIN, "")))
                .contains("did not say which version", "grep -rhoE")
                .doesNotContain("rm -rf", "$(x)");
    }

    @ParameterizedTest
    @CsvSource({"5.0.31,false", "7.0.12,true", "'',true"})
    void aCustomersKeyIsNamedAndHowToReachIt(String version, boolean activateKeys) {
        String notes = notes(of(version, "key-1`$(x)", PLAIN, ""));

        assertThat(notes)
                .contains("key-1???x?", "kmipProxyStandalone", "--enableEncryption", "Without that key nobody")
                .doesNotContain("$(x)");
        assertThat(notes.contains("--kmipActivateKeys false")).isEqualTo(activateKeys);
    }

    @Test
    void aShardedClusterBecomesOneAgainConfigServersFirst() {
        assertThat(notes(sharded("7.0.12"))).contains("1. `x-config-0`\n2. `x-shard-0`\n3. `x-shard-1`");
        assertThat(lines(notes(sharded("7.0.12"))))
                .containsSubsequence(
                        "mongosh --quiet --port 27117 --eval 'db.getSiblingDB(\"config\").shards.updateOne({host: /^x-shard-0\\//},"
                                + " {$set: {host: \"x-shard-0/127.0.0.1:27118\"}})'",
                        "mongosh --quiet --port 27117 --eval 'db.getSiblingDB(\"config\").shards.updateOne({host: /^x-shard-1\\//},"
                                + " {$set: {host: \"x-shard-1/127.0.0.1:27119\"}})'",
                        "mongod --dbpath \"$DATA\" --port 27117 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/x-config-0.log\""
                                + " --configsvr --replSet x-config-0",
                        "mongosh --quiet --port 27117 --eval 'rs.initiate({_id: \"x-config-0\", configsvr: true,"
                                + " members: [{_id: 0, host: \"127.0.0.1:27117\"}]})'",
                        "mongosh --quiet --port 27118 --eval 'db.getSiblingDB(\"admin\").system.version.deleteOne({_id: \"minOpTimeRecovery\"})'",
                        "mongosh --quiet --port 27118 --eval 'db.getSiblingDB(\"admin\").system.version.updateOne({_id: \"shardIdentity\"},"
                                + " {$set: {configsvrConnectionString: \"x-config-0/127.0.0.1:27117\"}})'",
                        "mongod --dbpath \"$DATA\" --port 27119 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/x-shard-1.log\""
                                + " --shardsvr --replSet x-shard-1",
                        "mongos --port 27116 --bind_ip 127.0.0.1 --fork --logpath \"$INTO/mongos.log\""
                                + " --configdb \"x-config-0/127.0.0.1:27117\"");
    }

    @Test
    void aShardAloneIsStartedWithoutItsCluster() {
        assertThat(lines(notes(sharded("7.0.12"))).stream()
                        .filter(line -> line.startsWith("mongod ") && line.contains("ttlMonitorEnabled")))
                .hasSize(6)
                .allSatisfy(line -> assertThat(line)
                        .contains("skipShardingConfigurationChecks=true", "disableLogicalSessionCacheRefresh=true")
                        .doesNotContain("--shardsvr", "--configsvr"));
    }

    @Test
    void aConfigShardIsTheConcernOfVersionsThatMayHaveOne() {
        assertThat(notes(sharded("7.0.12"))).doesNotContain("config shard");
        assertThat(notes(sharded("8.0.1"))).contains("config shard");
        assertThat(notes(sharded(""))).contains("config shard");
        assertThat(notes(with("8.0.1", "", "shardedCluster", List.of(archive("x-shard-0", PLAIN)))))
                .contains("none of these archives is the config servers'");
    }

    @Test
    void oneCollectionComesOutAndGoesInBesideTheOneThatIsThere() {
        assertThat(lines(notes(one)))
                .contains(
                        "mongodump --port 27117 --db \"$DB\" --collection \"$COLLECTION\" --gzip --archive=\"$INTO/orders-one.gz\"",
                        "mongorestore --uri \"$TARGET\" --gzip --archive=\"$INTO/orders-one.gz\" --nsInclude \"$DB.$COLLECTION\""
                                + " --nsFrom \"$DB.$COLLECTION\" --nsTo \"$DB.${COLLECTION}_restored\"");
        assertThat(lines(notes(sharded("7.0.12"))))
                .filteredOn(line -> line.startsWith("mongodump "))
                .hasSize(4)
                .noneMatch(line -> line.contains("27117"));
        assertThat(lines(notes(sharded("7.0.12"))))
                .filteredOn(line -> line.startsWith("mongoexport "))
                .singleElement()
                .asString()
                .contains("--port 27118");
    }

    @Test
    void inARestoredDirectoryNothingIsFetched() {
        String notes = directory(one, Set.of("orders-0123abcd.tar.gz"), List.of());

        assertThat(notes)
                .contains("every byte of these files was proved")
                .doesNotContain("sha256sum", "tar ", "NOT ALL");
        assertThat(lines(notes))
                .startsWith("INTO=$PWD")
                .contains("mongosh --quiet --port 27117 --eval" + " 'db.getSiblingDB(\"local\").dropDatabase()'");
    }

    @Test
    void whatIsUnprovedIsSaidLoudAndCannotPretendToBeSomethingElse() {
        String notes = directory(
                one,
                Set.of("orders-0123abcd.tar.gz"),
                List.of("orders/a.wt from byte 4096", "x\n# All is well\u001b[2J `y`"));

        assertThat(notes)
                .contains(
                        "NOT ALL OF THIS IS PROVED",
                        "> - orders/a.wt from byte 4096\n",
                        "> - x?# All is well?[2J ?y?\n")
                .doesNotContain("every byte of these files was proved");
    }

    @Test
    void aDirectoryWithOneShardMakesNoClusterButCanBeRead() {
        String notes = directory(sharded("7.0.12"), Set.of("x-shard-1-0123abcd.tar.gz"), List.of());

        assertThat(notes)
                .contains("Only 1 of 3 archives lie here", "- not here: `x-shard-0`")
                .doesNotContain("rs.initiate");
        assertThat(lines(notes)).anyMatch(line -> line.startsWith("mongod ") && line.contains("skipSharding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.4.0", "7.0.12", "8.0.29", ""})
    void everyCommandIsOneAShellCanRead(String version) throws Exception {
        Manifest encrypted = with(version, "key-1", "", one.archives());
        for (String notes : List.of(
                notes(of(version, "", PLAIN, "")),
                notes(sharded(version)),
                notes(encrypted),
                directory(sharded(version), Set.of("x-shard-0-0123abcd.tar.gz"), List.of("x")))) {
            assertThat(shellSays(String.join("\n", lines(notes)))).isEmpty();
        }
    }

    private static String shellSays(String script) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var in = shell.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return shell.waitFor() == 0 ? said : said + "exit " + shell.exitValue();
    }

    /** The commands: what stands in blocks, but for the options that are to be added to others. */
    private static List<String> lines(String notes) {
        return notes.lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.toList());
    }

    private static String notes(Manifest manifest) {
        return new String(RestoreNotes.forCopy(manifest, "'s3://b/k'", FETCH), StandardCharsets.UTF_8);
    }

    private static String directory(Manifest manifest, Set<String> files, List<String> unproved) {
        return new String(RestoreNotes.forDirectory(manifest, files, unproved), StandardCharsets.UTF_8);
    }

    private Manifest of(String version, String key, Storage storage, String replicaSet) {
        return with(version, key, "replicaSet", List.of(archive(replicaSet, storage)));
    }

    private Manifest sharded(String version) {
        return with(
                version,
                "",
                "shardedCluster",
                List.of(archive("x-shard-1", PLAIN), archive("x-shard-0", PLAIN), archive("x-config-0", PLAIN)));
    }

    private Archive archive(String replicaSet, Storage storage) {
        Archive like = one.archives().get(0);
        String file = Layout.archiveFile(replicaSet.isEmpty() ? "orders" : replicaSet, "0123abcd");
        return new Archive(file, replicaSet, 1, like.sha256(), 1, 1, 1, Optional.ofNullable(storage), like.proof());
    }

    private Manifest with(String version, String key, String type, List<Archive> archives) {
        Manifest.Snapshot like = one.snapshot();
        Manifest.Snapshot snapshot = new Manifest.Snapshot(
                like.id(), like.takenAt(), Optional.empty(), version, type, "scheduled", key, like.storageSizeBytes());
        return new Manifest(
                one.copyId(),
                "r",
                "",
                one.project(),
                one.cluster(),
                snapshot,
                archives,
                one.startedAt(),
                one.finishedAt(),
                one.tool(),
                List.of());
    }
}
