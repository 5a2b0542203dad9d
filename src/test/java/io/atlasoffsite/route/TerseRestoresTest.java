package io.atlasoffsite.route;

import static io.atlasoffsite.route.TerseAtlas.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.route.TerseAtlas.Reply;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restores in Atlas against replies as loose as the real ones are: flags alone, nulls, unknown keys, other people's jobs. */
class TerseRestoresTest extends TerseSupport {

    @ParameterizedTest
    @CsvSource({"200", "201", "202"})
    void f21_flagsNullsAndUnknownKeysAreARestoreOfTheNewestSound(int status) throws IOException {
        atlas.on(ASK, reply(status, job(JOB, "'finishedAt':null")));

        assertThat(restored(toStaging("r-1")).outcome()).isEqualTo(new RestoreOutcome.Completed(JOB));

        assertThat(atlas.asked(ASK)).hasSize(1);
        TerseAtlas.Asked asked = atlas.asked(ASK).get(0);
        assertThat(asked.accept()).isEqualTo("application/vnd.atlas.2023-01-01+json");
        assertThat(new ObjectMapper().readTree(asked.body()))
                .isEqualTo(new ObjectMapper()
                        .readTree(("{'deliveryType':'automated','snapshotId':'" + SNAPSHOT + "'," + TO + "}")
                                .replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({
        "true, 2026-08-10T03:35:05Z",
        "false, 2026-08-10T03:35:05Z",
        "false, 2999-01-01T00:00:00Z",
        "false, soon"
    })
    void f21_f23_aFlexJobIsARestoreWhateverItsDateAndItsRequestNamesNoDeliveryType(boolean answered, String scheduled)
            throws IOException {
        String flex = TerseAtlas.GROUPS + Sandbox.PROJECT + "/flexClusters/flex-orders";
        atlas.on("GET " + flex, reply(200, "{'name':'flex-orders','mongoDBVersion':'8.0.29'}"));
        atlas.on(
                "GET " + TerseAtlas.GROUPS + Sandbox.RESTORE_PROJECT + "/flexClusters/flex-staging",
                reply(200, "{'mongoDBVersion':'8.0.4','stateName':'IDLE'}"));
        atlas.on(
                "GET " + flex + "/backup/snapshots",
                reply(
                        200,
                        "{'results':[{'id':'" + SNAPSHOT
                                + "','status':'COMPLETED','finishTime':'2026-08-02T17:06:56Z','mongoDBVersion':'8.0.29'}]}"));
        String done = "{'id':'" + JOB + "','status':'COMPLETED','deliveryType':'restore','restoreFinishedDate':null,"
                + "'snapshotId':'" + SNAPSHOT + "','targetDeploymentItemName':'flex-staging','restoreScheduledDate':'"
                + scheduled + "'}";
        Reply nothing = reply(200, "{'results':null}");
        atlas.on("GET " + flex + "/backup/restoreJobs", nothing, reply(200, "{'results':[" + done + "]}"));
        atlas.on("POST " + flex + "/backup/restoreJobs", answered ? reply(200, done) : reply(502, ""));
        atlas.on("GET " + flex + "/backup/restoreJobs/" + JOB, reply(200, done));

        restored(request("r-1", "flex-orders", "flex-staging"));

        TerseAtlas.Asked asked =
                atlas.asked("POST " + flex + "/backup/restoreJobs").get(0);
        assertThat(asked.accept()).isEqualTo("application/vnd.atlas.2024-11-13+json");
        assertThat(new ObjectMapper().readTree(asked.body()).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("snapshotId", "targetDeploymentItemName", "targetProjectId");
    }

    @ParameterizedTest
    @CsvSource({"200, {}", "200, ''", "204, ''", "200, '{\"id\":null,\"results\":[]}'", "302, ''", "500, '<html>'"})
    void f23_aJobTheAnswerDoesNotNameIsFoundAmongThoseOfOthers(int status, String body) {
        String before = job(OTHER_JOB, "'finishedAt':'2026-08-09T00:00:00Z'");
        atlas.on(
                LIST,
                reply(200, "{'results':[" + before + "]}"),
                reply(
                        200,
                        "{'results':[" + theirs("'snapshotId':null")
                                + "],'links':[{'rel':'next','href':'https://elsewhere.example.org" + JOBS
                                + "?pageNum=2'}]}"),
                reply(200, "{'results':[" + job(JOB, "'finishedAt':null") + "," + before + "],'links':null}"));
        atlas.on(ASK, reply(status, body));

        assertThat(restored(toStaging("r-1")).outcome()).isEqualTo(new RestoreOutcome.Completed(JOB));

        assertThat(atlas.asked(ASK)).hasSize(1);
        assertThat(atlas.asked(LIST).get(2).query()).isEqualTo("pageNum=2");
    }

    @Test
    void f23_aJobThatMayBeAnybodysIsNotTaken() {
        atlas.on(LIST, reply(200, NONE), reply(200, "{'results':[{'id':'" + JOB + "','deliveryType':'automated'}]}"));
        atlas.on(ASK, reply(200, "{}"));

        assertThat(refused(toStaging("r-1"))).hasMessageContaining("Atlas lists no job for it");

        assertThat(atlas.asked(ASK)).hasSize(1);
        assertThat(audited()).containsExactly("asked", "unknown atlas-unavailable");
    }

    @Test
    void aJobOfAnotherSnapshotThatWritesToTheTargetIsWaitedFor() {
        String running = theirs("'snapshotId':'6a79468a2c88faeba59de481'");
        atlas.on(
                LIST,
                reply(200, "{'results':[" + running + "]}"),
                reply(
                        200,
                        "{'results':[" + running + "]}",
                        () -> assertThat(atlas.asked(ASK)).isEmpty()),
                reply(200, NONE));

        restored(toStaging("r-1"));

        assertThat(atlas.asked(ASK)).hasSize(1);
        assertThat(atlas.asked(LIST)).hasSize(3);
    }

    @Test
    void aJobOfAnotherThatNeverEndsIsNotWaitedForLongerThanTheRestoreIsWanted() {
        Reply running = reply(200, "{'results':[" + theirs("'failed':false") + "]}");
        atlas.on(LIST, running, reply(200, running.body(), () -> clock().advance(Duration.ofHours(1))), running);

        OffsiteException late = refused(toStaging("r-1"));

        assertThat(late.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(late).hasMessageContaining("wanted until");
        assertThat(atlas.asked(ASK)).isEmpty();
    }

    @Test
    void f19_aTokenThatTookTooLongToRenewSendsNothing() {
        atlas.on(
                ASK,
                reply(401, "{'error':401,'errorCode':'UNEXPECTED_ERROR'}", this::slowTokens),
                reply(200, job(JOB, "'a':0")));

        AtlasRestoreRequest request = toStaging("r-1");
        assertThat(refused(request)).hasMessageContaining("wanted until");
        assertThat(refused(request).reason()).isEqualTo(Reason.RESTORE_REFUSED);

        assertThat(atlas.asked(ASK)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"404, RESOURCE_NOT_FOUND", "404, RESTORE_JOB_NOT_FOUND", "410, ''", "403, USER_UNAUTHORIZED"})
    void f24_aJobAtlasNoLongerTellsOfHasAnUnknownOutcome(int status, String code) {
        atlas.on(LOOK, reply(status, "{'error':" + status + ",'errorCode':'" + code + "'}"));

        refused(toStaging("r-1"));
        refused(toStaging("r-1"));

        assertThat(atlas.asked(ASK)).hasSize(1);
        assertThat(audited()).hasSize(3).first().isEqualTo("asked");
        assertThat(audited().subList(1, 3)).allMatch(line -> line.startsWith("unknown "));
    }

    @Test
    void f40_withoutItsLedgerNothingIsAskedFor() {
        atlas.on(LIST, reply(200, NONE, this::takeLedger));

        OffsiteException failure = refused(toStaging("r-1"));

        assertThat(failure.reason()).isIn(Reason.STORE_UNAVAILABLE, Reason.STORE_REFUSED);
        assertThat(atlas.asked(ASK)).isEmpty();
        assertThat(audited()).last().asString().startsWith("failed ");
    }

    @Test
    void f40_aLedgerThatGoesWhileAtlasIsAskedFindsTheJobWhenItIsBack() {
        atlas.on(ASK, reply(200, job(JOB, "'finishedAt':null"), this::takeLedger));

        refused(toStaging("r-1"));
        assertThat(audited()).last().asString().startsWith("unknown ");
        clock().advance(Duration.ofHours(1));
        refused(toStaging("r-1"));
        assertThat(audited()).last().asString().startsWith("unknown store-");
        bringLedger();
        atlas.on(LIST, reply(200, "{'results':[" + job(JOB, "'finishedAt':null") + "]}"));

        assertThat(restored(toStaging("r-1")).outcome()).isEqualTo(new RestoreOutcome.Completed(JOB));
        assertThat(atlas.asked(ASK)).hasSize(1);
    }

    @Test
    void f36_whatTheLedgerHasForgottenIsNotAskedForAgain() throws IOException {
        restored(toStaging("r-1"));
        clock().advance(Duration.ofHours(1));
        takeLedger();
        Files.delete(store("one"));
        Files.createDirectory(store("one"));

        OffsiteException refusal = refused(toStaging("r-1"));

        assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(refusal).hasMessageContaining("was asked of Atlas before");
        assertThat(audited()).last().asString().isEqualTo("unknown restore-refused");
        refused(toStaging("r-1"));
        assertThat(atlas.asked(ASK)).hasSize(1);
    }

    @Test
    void f40_whatWasNotAskedForWithoutALedgerIsAskedForWhenItIsBack() {
        atlas.on(LIST, reply(200, NONE, this::takeLedger), reply(200, NONE));
        refused(toStaging("r-1"));
        bringLedger();

        assertThat(restored(toStaging("r-1")).outcome()).isEqualTo(new RestoreOutcome.Completed(JOB));
    }

    @Test
    void f20_aPointInTimeIsAskedForInSeconds() throws IOException {
        Instant moment = Instant.parse("2026-08-02T17:06:56.789Z");
        AtlasRestoreRequest.Choice choice =
                new AtlasRestoreRequest.PointInTime(new AtlasRestoreRequest.At(moment), Optional.empty());

        restored(request("r-1", REPLICA_SET, STAGING, choice));

        assertThat(new ObjectMapper().readTree(atlas.asked(ASK).get(0).body()))
                .isEqualTo(new ObjectMapper()
                        .readTree(("{'deliveryType':'pointInTime','pointInTimeUTCSeconds':" + moment.getEpochSecond()
                                        + "," + TO + "}")
                                .replace('\'', '"')));
    }
}
