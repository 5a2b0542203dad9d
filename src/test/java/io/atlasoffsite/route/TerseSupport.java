package io.atlasoffsite.route;

import static io.atlasoffsite.route.TerseAtlas.reply;

import io.atlasoffsite.route.TerseAtlas.Reply;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two replica sets in an Atlas of few words, and how it tells of snapshots and jobs. */
abstract class TerseSupport extends InAtlasSupport {

    static final String JOB = "6a7948342c88faeba59eb866";
    static final String OTHER_JOB = "6a7948342c88faeba59eb867";
    static final String SNAPSHOT = "6a79468a2c88faeba59de489";
    static final String SOURCE = TerseAtlas.GROUPS + Sandbox.PROJECT + "/clusters/" + REPLICA_SET;
    static final String JOBS = SOURCE + "/backup/restoreJobs";
    static final String ASK = "POST " + JOBS;
    static final String LIST = "GET " + JOBS;
    static final String LOOK = "GET " + JOBS + "/" + JOB;
    static final String TO = "'targetClusterName':'rs-staging','targetGroupId':'" + Sandbox.RESTORE_PROJECT + "'";
    static final String NONE = "{'links':[],'results':[],'totalCount':0}";

    final TerseAtlas atlas = new TerseAtlas();

    @Override
    String atlas() {
        return atlas.url();
    }

    @BeforeEach
    void knowsTwoReplicaSets() {
        Reply notFlex = reply(
                400, "{'error':400,'errorCode':'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API','reason':'Bad Request'}");
        atlas.on("GET " + SOURCE.replace("/clusters/", "/flexClusters/"), notFlex);
        atlas.on("GET " + TerseAtlas.GROUPS + Sandbox.RESTORE_PROJECT + "/flexClusters/rs-staging", notFlex);
        String cluster = "{'clusterType':'REPLICASET','mongoDBVersion':'8.0.29','paused':null,'stateName':'IDLE',"
                + "'replicationSpecs':[{'id':null,'regionConfigs':[{'providerName':'AWS','brandNew':{}}]}]}";
        atlas.on("GET " + SOURCE, reply(200, cluster));
        atlas.on("GET " + TerseAtlas.GROUPS + Sandbox.RESTORE_PROJECT + "/clusters/rs-staging", reply(200, cluster));
        atlas.on(
                "GET " + SOURCE + "/backup/snapshots",
                reply(
                        200,
                        "{'results':["
                                + snapshot(
                                        "1", "completed", "2026-08-01T00:00:00Z", "scheduled", "2999-01-01T00:00:00Z")
                                + ","
                                + "{'id':'" + SNAPSHOT
                                + "','status':'completed','createdAt':'2026-08-02T00:00:00Z','expiresAt':null,"
                                + "'mongodVersion':'8.0.29','snapshotType':'onDemand','frequencyType':'ondemand','brandNew':[null]},"
                                + snapshot("2", "completed", "2026-08-09T00:00:00Z", "fallback", "2999-01-01T00:00:00Z")
                                + ","
                                + snapshot(
                                        "3", "completed", "2026-08-08T00:00:00Z", "scheduled", "2026-08-08T00:00:01Z")
                                + ","
                                + snapshot("4", "failed", "2026-08-07T00:00:00Z", "scheduled", "2999-01-01T00:00:00Z")
                                + ","
                                + "{'id':'6a79468a2c88faeba59de485','status':'inProgress','storageSizeBytes':0,'createdAt':null}]}"));
        atlas.on(LIST, reply(200, NONE));
        atlas.on(ASK, reply(200, job(JOB, "'finishedAt':null")));
        atlas.on(
                LOOK,
                reply(200, job(JOB, "'failed':null")),
                reply(200, job(JOB, "'finishedAt':'2026-08-10T03:35:05Z'")));
    }

    @AfterEach
    void close() {
        atlas.close();
    }

    final void slowTokens() {
        atlas.on(
                "POST /api/oauth/token",
                reply(200, "{'access_token':'another','expires_in':3600}", () -> clock().advance(Duration.ofHours(1))));
    }

    /** A file stands where the store's directory was. */
    final void takeLedger() {
        try {
            Files.move(store("one"), store("away"));
            Files.writeString(store("one"), "no directory");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    final void bringLedger() {
        try {
            Files.delete(store("one"));
            Files.move(store("away"), store("one"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String snapshot(String end, String status, String createdAt, String type, String expiresAt) {
        return "{'id':'6a79468a2c88faeba59de48" + end + "','status':'" + status + "','createdAt':'" + createdAt
                + "','snapshotType':'" + type + "','expiresAt':'" + expiresAt + "','links':null}";
    }

    static String job(String id, String flags) {
        return "{'cancelled':null,'deliveryType':'AUTOMATED','deliveryUrl':null,'desiredTimestamp':{'increment':null,"
                + "'time':null,'date':null},'brandNew':[{}],'id':'" + id + "','snapshotId':'" + SNAPSHOT + "'," + TO
                + "," + flags + "}";
    }

    static String theirs(String flags) {
        return "{'id':'" + OTHER_JOB + "','deliveryType':'automated'," + TO + "," + flags + "}";
    }
}
