package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.transfer.Ticket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One download's links among several archives. */
class JobTicketsTest {

    private final AtomicInteger jobs = new AtomicInteger(1);
    private final List<Secret> heard = new CopyOnWriteArrayList<>();

    @Test
    void eachArchiveGetsTheLinkOfItsReplicaSetAndEveryLinkIsHeardOf() throws Exception {
        JobTickets tickets = tickets(ClusterKind.DEDICATED, "shard-0", "shard-1");

        assertThat(path(tickets.next("shard-1"))).isEqualTo("/job1/shard-1");
        assertThat(path(tickets.next("shard-0"))).isEqualTo("/job1/shard-0");
        assertThat(heard).hasSize(2);
    }

    @Test
    void theOnlyArchiveOfADownloadIsMeantWhateverItIsCalled() throws Exception {
        JobTickets tickets = tickets(ClusterKind.FLEX, "");

        assertThat(path(tickets.next("flex-orders"))).isEqualTo("/job1/");
    }

    @Test
    void aSpentLinkIsNeverGivenOutAgain() throws Exception {
        JobTickets tickets = tickets(ClusterKind.DEDICATED, "shard-0");

        tickets.next("shard-0");

        assertThat(path(tickets.next("shard-0"))).isEqualTo("/job2/shard-0");
        assertThat(tickets.current().id()).isEqualTo(id(2));
    }

    @Test
    void aFreshJobWaitsForTheArchivesThatStillComeOverTheOldOneAndIsAskedForOnce() throws Exception {
        JobTickets tickets = tickets(ClusterKind.DEDICATED, "shard-0", "shard-1", "shard-2");
        tickets.next("shard-0");
        tickets.next("shard-1");
        tickets.next("shard-2");

        CompletableFuture<Ticket> first = CompletableFuture.supplyAsync(() -> next(tickets, "shard-0"));
        CompletableFuture<Ticket> second = CompletableFuture.supplyAsync(() -> next(tickets, "shard-1"));
        await().during(java.time.Duration.ofMillis(100)).until(() -> !first.isDone() && !second.isDone());
        assertThat(jobs).hasValue(1);
        tickets.done("shard-2");

        assertThat(path(first.join())).isEqualTo("/job2/shard-0");
        assertThat(path(second.join())).isEqualTo("/job2/shard-1");
        assertThat(jobs).hasValue(2);
    }

    @Test
    void aRefusedFreshJobReachesTheArchiveThatAskedAndBlocksNobodyElse() throws Exception {
        DownloadJob job = job(ClusterKind.DEDICATED, 1, "shard-0", "shard-1");
        JobTickets tickets = new JobTickets(
                job,
                Optional.empty(),
                spent -> {
                    throw OffsiteException.because(io.atlasoffsite.Reason.NOT_FOUND, "gone")
                            .build();
                },
                heard::add);
        tickets.next("shard-0");

        assertThatThrownBy(() -> tickets.next("shard-0")).hasMessage("gone");
        assertThat(path(tickets.next("shard-1"))).isEqualTo("/job1/shard-1");
    }

    @Test
    void aPrivateEndpointWithoutALinkIsSaidPlainly() {
        JobTickets tickets = new JobTickets(
                job(ClusterKind.DEDICATED, 1, "shard-0"), Optional.of("vpce-1"), spent -> spent, heard::add);

        assertThatThrownBy(() -> tickets.next("shard-0"))
                .isInstanceOf(OffsiteException.class)
                .hasMessageContaining("none for shard-0");
    }

    private JobTickets tickets(ClusterKind kind, String... replicaSets) {
        return new JobTickets(
                job(kind, 1, replicaSets),
                Optional.empty(),
                spent -> job(kind, jobs.incrementAndGet(), replicaSets),
                heard::add);
    }

    private static DownloadJob job(ClusterKind kind, int number, String... replicaSets) {
        List<DownloadJob.Archive> archives = Arrays.stream(replicaSets)
                .map(name -> new DownloadJob.Archive(
                        name, Optional.of(Secret.of("https://h.mongodb.net/job" + number + "/" + name)), Map.of()))
                .toList();
        return new DownloadJob(id(number), kind, "", "", archives, Optional.empty());
    }

    private static String id(int number) {
        return String.format("%024x", number);
    }

    private static Ticket next(JobTickets tickets, String archive) {
        try {
            return tickets.next(archive);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String path(Ticket ticket) {
        return ticket.url().reveal().getPath();
    }
}
