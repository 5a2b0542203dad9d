package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All restore jobs. Thread-safe. */
final class Jobs {

    private final SandboxOptions options;
    private final Clock clock;
    private final Links links;
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    Jobs(SandboxOptions options, Clock clock, Links links) {
        this.options = options;
        this.clock = clock;
        this.links = links;
    }

    Job download(Snapshot snapshot, FaultAction.Outcome outcome) {
        boolean dedicated = snapshot.cluster().kind().dedicated();
        int polls =
                dedicated ? options.timing().secretPolls() : options.timing().signedPolls();
        Function<Job, List<Link>> maker = job -> snapshot.cluster().replicaSets().stream()
                .map(set -> dedicated ? links.secret(job, set) : links.signed(job, set))
                .toList();
        Job.Target target = new Job.Target(
                snapshot.cluster().projectId(), snapshot.cluster().name());
        Job.Plan plan = new Job.Plan(polls, options.timing().delay(), outcome, maker);
        Job job = add(Job.Type.DOWNLOAD, snapshot, target, plan);
        job.advance(clock.instant());
        return job;
    }

    Job restore(Job.Type type, Snapshot snapshot, Job.Target target, FaultAction.Outcome outcome) {
        int polls = options.timing().restorePolls();
        Job.Plan plan = new Job.Plan(polls, options.timing().delay(), outcome, job -> List.of());
        return add(type, snapshot, target, plan);
    }

    synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Newest first, as Atlas lists them. */
    synchronized List<Job> of(Cluster cluster) {
        return jobs.values().stream()
                .filter(job -> job.snapshot().cluster().equals(cluster))
                .sorted((one, other) -> other.created().compareTo(one.created()))
                .toList();
    }

    /** Downloads of this cluster that are not over. */
    List<Job> openDownloads(Cluster cluster) {
        return of(cluster).stream()
                .filter(job -> job.type() == Job.Type.DOWNLOAD && !job.over(clock.instant()))
                .toList();
    }

    /** Whether an in-Atlas restore is writing to this target. */
    synchronized boolean restoring(Job.Target target) {
        return jobs.values().stream()
                .anyMatch(job ->
                        job.type() != Job.Type.DOWNLOAD && job.target().equals(target) && !job.over(clock.instant()));
    }

    /** The clusters restores were written to, by their first one. */
    synchronized List<RestoredCluster> restoredClusters() {
        Map<Job.Target, List<Job>> byTarget = new LinkedHashMap<>();
        jobs.values().stream()
                .filter(job -> job.type() != Job.Type.DOWNLOAD)
                .forEach(job -> byTarget.computeIfAbsent(job.target(), target -> new ArrayList<>())
                        .add(job));
        return byTarget.entrySet().stream()
                .map(entry -> restored(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static RestoredCluster restored(Job.Target target, List<Job> restores) {
        Job last = restores.get(restores.size() - 1);
        String content = last.succeeded() ? last.snapshot().id() : "";
        return new RestoredCluster(target.projectId(), target.clusterName(), restores.size(), content);
    }

    private synchronized Job add(Job.Type type, Snapshot snapshot, Job.Target target, Job.Plan plan) {
        String id = Seeds.id("job/" + snapshot.id() + "/" + jobs.size());
        Job job = new Job(id, type, snapshot, target, clock.instant(), plan);
        jobs.put(id, job);
        return job;
    }
}
