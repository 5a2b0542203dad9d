package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the JSON of successful replies: lenient about what is missing, null or new, strict about ids and dates it will use. A
 * reply that lacks what cannot be done without is an {@link OffsiteException} with reason {@code atlas-unavailable}.
 */
public final class Replies {

    private Replies() {}

    /**
     * Reads one snapshot.
     *
     * @param kind the kind of cluster that was asked
     * @param body the reply
     * @return the snapshot
     */
    public static Snapshot snapshot(ClusterKind kind, JsonNode body) {
        boolean finishTime = kind == ClusterKind.FLEX || kind == ClusterKind.SHARED;
        return new Snapshot(
                id(body, "snapshot"),
                kind,
                text(body, "status"),
                instant(body, finishTime ? "finishTime" : "createdAt"),
                instant(body, finishTime ? "expiration" : "expiresAt"),
                text(body, finishTime ? "mongoDBVersion" : "mongodVersion"),
                text(body, "type"),
                text(body, "snapshotType"),
                text(body, "replicaSetName"),
                text(body, "masterKeyUUID"),
                size(body),
                body.toPrettyString());
    }

    /**
     * Reads one page of snapshots.
     *
     * @param kind the kind of cluster that was asked
     * @param body the reply
     * @return its snapshots in Atlas's order
     */
    public static List<Snapshot> snapshots(ClusterKind kind, JsonNode body) {
        List<Snapshot> snapshots = new ArrayList<>();
        body.path("results").forEach(item -> snapshots.add(snapshot(kind, item)));
        return List.copyOf(snapshots);
    }

    /**
     * Reads a download job.
     *
     * @param kind the kind of cluster that was asked
     * @param body the reply
     * @return the job
     */
    public static DownloadJob downloadJob(ClusterKind kind, JsonNode body) {
        return kind == ClusterKind.FLEX || kind == ClusterKind.SHARED
                ? tenantJob(kind, body)
                : dedicatedJob(kind, body);
    }

    /**
     * Reads one page of a dedicated cluster's restore jobs.
     *
     * @param body the reply
     * @return the downloads among them in Atlas's order
     */
    public static List<DownloadJob> downloadJobs(JsonNode body) {
        List<DownloadJob> jobs = new ArrayList<>();
        for (JsonNode item : body.path("results")) {
            if (text(item, "deliveryType").equalsIgnoreCase("download")) {
                jobs.add(downloadJob(ClusterKind.DEDICATED, item));
            }
        }
        return List.copyOf(jobs);
    }

    private static DownloadJob tenantJob(ClusterKind kind, JsonNode body) {
        String url = text(body, "snapshotUrl");
        List<DownloadJob.Archive> archives =
                url.isEmpty() ? List.of() : List.of(new DownloadJob.Archive("", Optional.of(Secret.of(url)), Map.of()));
        return new DownloadJob(
                id(body, "restore job"),
                kind,
                text(body, "snapshotId"),
                text(body, "status"),
                archives,
                instant(body, "expirationDate"));
    }

    /** A replica set's addresses are a list with one entry; a sharded cluster's components are the only map to replica sets. */
    private static DownloadJob dedicatedJob(ClusterKind kind, JsonNode body) {
        List<DownloadJob.Archive> archives = new ArrayList<>();
        body.path("components")
                .forEach(component -> archives.add(new DownloadJob.Archive(
                        text(component, "replicaSetName"),
                        secret(text(component, "downloadUrl")),
                        privateUrls(component))));
        String url = body.path("deliveryUrl").path(0).asText("");
        Map<String, Secret> behindEndpoints = privateUrls(body);
        if (archives.isEmpty() && !(url.isEmpty() && behindEndpoints.isEmpty())) {
            archives.add(new DownloadJob.Archive("", secret(url), behindEndpoints));
        }
        return new DownloadJob(
                id(body, "restore job"),
                kind,
                text(body, "snapshotId"),
                flag(body),
                archives,
                instant(body, "expiresAt"));
    }

    private static Map<String, Secret> privateUrls(JsonNode owner) {
        Map<String, Secret> urls = new HashMap<>();
        owner.path("privateDownloadDeliveryUrls").forEach(entry -> {
            String url = text(entry, "deliveryUrl");
            if (!url.isEmpty()) {
                urls.put(text(entry, "endpointId"), Secret.of(url));
            }
        });
        return urls;
    }

    static String flag(JsonNode body) {
        for (String flag : List.of("failed", "expired", "cancelled")) {
            if (body.path(flag).asBoolean(false)) {
                return flag;
            }
        }
        return text(body, "finishedAt").isEmpty() ? "" : "finished";
    }

    private static Optional<Secret> secret(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(Secret.of(value));
    }

    /**
     * Reads the names in a page of clusters or projects.
     *
     * @param body the reply
     * @return the names in Atlas's order
     */
    public static List<String> names(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.path("results").forEach(item -> names.add(text(item, "name")));
        return List.copyOf(names);
    }

    /**
     * Reads one page of clusters.
     *
     * @param family the family that was asked; dedicated and shared clusters stand in one list
     * @param body the reply
     * @return its clusters in Atlas's order, each with its own kind
     */
    public static List<Cluster> clusters(ClusterKind family, JsonNode body) {
        boolean mixed = family == ClusterKind.DEDICATED || family == ClusterKind.SHARED;
        List<Cluster> clusters = new ArrayList<>();
        for (JsonNode item : body.path("results")) {
            String name = text(item, "name");
            if (!AtlasNames.isCluster(name)) {
                throw broken("a cluster in Atlas's list has no usable name");
            }
            clusters.add(new Cluster(name, mixed ? KindHints.ofCluster(item) : family));
        }
        return List.copyOf(clusters);
    }

    /**
     * Reads one page of projects.
     *
     * @param body the reply
     * @return their ids in Atlas's order
     */
    public static List<String> projects(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("results").forEach(item -> ids.add(id(item, "project")));
        return List.copyOf(ids);
    }

    /**
     * The call for the next page, when there is one. Atlas's link may name another host than the one asked, so only its query is
     * used; a link to another resource is refused.
     *
     * @param call the call that gave this page
     * @param body the reply
     * @return the next call, or empty on the last page
     */
    public static Optional<AtlasCall> nextPage(AtlasCall call, JsonNode body) {
        for (JsonNode link : body.path("links")) {
            if (text(link, "rel").equals("next")) {
                return Optional.of(AtlasCalls.withQuery(call, queryOf(text(link, "href"), call)));
            }
        }
        return Optional.empty();
    }

    private static String queryOf(String href, AtlasCall call) {
        try {
            URI link = URI.create(href);
            if (call.path().equals(link.getPath()) && link.getRawQuery() != null) {
                return link.getRawQuery();
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw broken("the link to the next page of " + call.operation() + " is no address");
        }
        throw broken("the link to the next page of " + call.operation() + " leads elsewhere");
    }

    static String id(JsonNode body, String what) {
        String id = text(body, "id");
        if (AtlasNames.isId(id)) {
            return id;
        }
        throw broken("a " + what + " in Atlas's reply has no usable id");
    }

    static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    private static OptionalLong size(JsonNode body) {
        long bytes = body.path("storageSizeBytes").asLong(0);
        return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    static Optional<Instant> instant(JsonNode body, String field) {
        String value = text(body, field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException notADate) {
            throw broken("the date in " + field + " of Atlas's reply cannot be read");
        }
    }

    private static OffsiteException broken(String what) {
        return OffsiteException.because(Reason.ATLAS_UNAVAILABLE, what)
                .hint("Atlas's reply is not as its reference says: try again later, or use a newer atlas-offsite")
                .retryable(true)
                .build();
    }
}
