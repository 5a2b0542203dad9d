package io.atlasoffsite.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Restore jobs as the API shows them. */
final class JobViews {

    private JobViews() {}

    /** Flex and shared. */
    static Map<String, Object> tenant(Call call, Job job, Instant now) {
        Snapshot snapshot = job.snapshot();
        boolean download = job.type() == Job.Type.DOWNLOAD;
        Map<String, Object> view = Json.object(
                "deliveryType", download ? "DOWNLOAD" : "RESTORE",
                "id", job.id(),
                "instanceName", snapshot.cluster().name(),
                "links", call.self(tenantPath(job)),
                "projectId", snapshot.cluster().projectId(),
                "restoreScheduledDate", Views.at(job.created()),
                "snapshotFinishedDate", Views.at(snapshot.finished()),
                "snapshotId", snapshot.id(),
                "status", status(job, now),
                "targetDeploymentItemName", job.target().clusterName(),
                "targetProjectId", job.target().projectId());
        if (download) {
            view.put("expirationDate", Views.at(job.created().plus(Links.SIGNED_LIFE)));
        }
        if (!job.links().isEmpty() && !job.expired(now)) {
            view.put("snapshotUrl", job.links().get(0).url());
            view.put("restoreFinishedDate", Views.at(job.created()));
        }
        job.ended().ifPresent(ended -> view.put("restoreFinishedDate", Views.at(ended)));
        return view;
    }

    private static String tenantPath(Job job) {
        Cluster cluster = job.snapshot().cluster();
        boolean flex = cluster.kind() == Kind.FLEX;
        String root = "/groups/" + cluster.projectId() + (flex ? "/flexClusters/" : "/clusters/") + cluster.name();
        return root + (flex ? "/backup/restoreJobs/" : "/backup/tenant/restores/") + job.id();
    }

    private static String status(Job job, Instant now) {
        if (job.failed() || job.cancelled() || job.expired(now)) {
            return "FAILED";
        }
        if (job.ended().isPresent() || !job.links().isEmpty()) {
            return "COMPLETED";
        }
        return job.started() ? "RUNNING" : "PENDING";
    }

    /** Dedicated and serverless. */
    static Map<String, Object> dedicated(Call call, Job job, Instant now) {
        Cluster cluster = job.snapshot().cluster();
        String family = cluster.kind() == Kind.SERVERLESS ? "/serverless/" : "/clusters/";
        String path = "/groups/" + cluster.projectId() + family + cluster.name() + "/backup/restoreJobs/";
        Map<String, Object> view = Json.object(
                "cancelled", job.cancelled(),
                "deliveryType", deliveryType(job.type()),
                "deliveryUrl", List.of(),
                "desiredTimestamp", Json.object("date", null, "increment", null, "time", null),
                "expired", job.expired(now),
                "failed", job.failed(),
                "id", job.id(),
                "links", call.self(path + job.id()),
                "snapshotId", job.snapshot().id(),
                "timestamp", Views.at(job.snapshot().started()));
        job.ended().ifPresent(ended -> view.put("finishedAt", Views.at(ended)));
        if (job.type() == Job.Type.DOWNLOAD) {
            delivery(view, job, cluster, now);
        } else {
            view.put("targetClusterName", job.target().clusterName());
            view.put("targetGroupId", job.target().projectId());
        }
        return view;
    }

    private static void delivery(Map<String, Object> view, Job job, Cluster cluster, Instant now) {
        List<Link> links = job.cancelled() || job.expired(now) ? List.of() : job.links();
        if (!job.links().isEmpty()) {
            view.put("expiresAt", Views.at(job.links().get(0).expires()));
        }
        if (cluster.kind() == Kind.SHARDED) {
            view.put("components", components(cluster, links));
        } else {
            view.put("deliveryUrl", links.stream().map(Link::url).toList());
        }
    }

    private static List<Map<String, Object>> components(Cluster cluster, List<Link> links) {
        List<Map<String, Object>> components = new ArrayList<>();
        for (int i = 0; i < cluster.replicaSets().size(); i++) {
            components.add(Json.object(
                    "downloadUrl",
                    links.isEmpty() ? null : links.get(i).url(),
                    "replicaSetName",
                    cluster.replicaSets().get(i)));
        }
        return components;
    }

    private static String deliveryType(Job.Type type) {
        return switch (type) {
            case DOWNLOAD -> "download";
            case AUTOMATED -> "automated";
            case POINT_IN_TIME -> "pointInTime";
        };
    }
}
