package io.atlasoffsite.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Snapshots as the API shows them. */
final class Views {

    private static final Duration FRACTION = Duration.ofMillis(123);
    private static final long STORED_BYTES = 5_368_709_120L;

    private Views() {}

    static String at(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Flex and shared. */
    static Map<String, Object> tenant(Call call, Snapshot snapshot) {
        Map<String, Object> view = Json.object(
                "expiration",
                at(snapshot.expires()),
                "id",
                snapshot.id(),
                "links",
                links(call, snapshot),
                "mongoDBVersion",
                snapshot.cluster().version(),
                "scheduledTime",
                at(snapshot.scheduled()),
                "status",
                snapshot.state().name());
        boolean waiting = snapshot.state() == SnapshotState.PENDING || snapshot.state() == SnapshotState.QUEUED;
        if (!waiting) {
            view.put("startTime", at(snapshot.started()));
        }
        if (snapshot.completed() || snapshot.state() == SnapshotState.FAILED) {
            view.put("finishTime", at(snapshot.finished()));
        }
        return view;
    }

    static Map<String, Object> serverless(Call call, Snapshot snapshot) {
        Map<String, Object> view = common(call, snapshot);
        view.put("serverlessInstanceName", snapshot.cluster().name());
        return view;
    }

    static Map<String, Object> replicaSet(Call call, Snapshot snapshot) {
        Map<String, Object> view = dedicated(call, snapshot);
        view.put("replicaSetName", snapshot.cluster().replicaSets().get(0));
        view.put("cloudProvider", "AWS");
        view.put("type", "replicaSet");
        return view;
    }

    static Map<String, Object> sharded(Call call, Snapshot snapshot) {
        Map<String, Object> view = dedicated(call, snapshot);
        List<Map<String, Object>> members = snapshot.cluster().replicaSets().stream()
                .map(set ->
                        Json.object("cloudProvider", "AWS", "id", Seeds.id(snapshot.id() + set), "replicaSetName", set))
                .toList();
        view.put("members", members);
        view.put("snapshotIds", members.stream().map(member -> member.get("id")).toList());
        view.put("type", "shardedCluster");
        return view;
    }

    private static Map<String, Object> dedicated(Call call, Snapshot snapshot) {
        Map<String, Object> view = common(call, snapshot);
        view.put("copyRegions", List.of());
        boolean scheduled = snapshot.trigger().equals("scheduled");
        String policy = Seeds.id("policy/" + snapshot.frequency());
        view.put("policyItems", scheduled ? List.of(policy) : List.of());
        if (!snapshot.description().isEmpty()) {
            view.put("description", snapshot.description());
        }
        if (!snapshot.masterKey().isEmpty()) {
            view.put("masterKeyUUID", snapshot.masterKey());
        }
        return view;
    }

    private static Map<String, Object> common(Call call, Snapshot snapshot) {
        Map<String, Object> view = Json.object(
                "expiresAt",
                at(snapshot.expires()),
                "frequencyType",
                snapshot.frequency(),
                "id",
                snapshot.id(),
                "links",
                links(call, snapshot),
                "mongodVersion",
                snapshot.cluster().version(),
                "snapshotType",
                snapshot.trigger(),
                "status",
                snapshot.state().dedicatedWord(),
                "storageSizeBytes",
                snapshot.completed() ? STORED_BYTES : 0L);
        if (snapshot.completed()) {
            boolean fraction = snapshot.id().charAt(0) % 2 == 0;
            view.put("createdAt", at(fraction ? snapshot.started().plus(FRACTION) : snapshot.started()));
        }
        return view;
    }

    private static List<Map<String, Object>> links(Call call, Snapshot snapshot) {
        Cluster cluster = snapshot.cluster();
        String family = switch (cluster.kind()) {
            case FLEX -> "/flexClusters/";
            case SERVERLESS -> "/serverless/";
            default -> "/clusters/";
        };
        String group = cluster.kind() == Kind.SHARED ? "/backup/tenant/snapshots/" : "/backup/snapshots/";
        return call.self("/groups/" + cluster.projectId() + family + cluster.name() + group + snapshot.id());
    }
}
