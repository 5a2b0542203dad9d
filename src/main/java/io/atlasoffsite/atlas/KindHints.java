package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;

/** Tells from Atlas's answers what kind a cluster is. */
public final class KindHints {

    private KindHints() {}

    /**
     * Whether a refusal leaves open that the API of another kind knows the cluster.
     *
     * @param refusal what the API of one kind answered
     * @return true for Atlas's tier codes, and when the cluster itself was not found
     */
    public static boolean maybeOtherKind(OffsiteException refusal) {
        boolean tier = ErrorRules.all().stream()
                .anyMatch(rule -> rule.remedy() == ErrorRule.Remedy.OTHER_KIND
                        && rule.code().equals(refusal.code()));
        boolean cluster =
                refusal.reason() == Reason.NOT_FOUND && !refusal.code().equals("GROUP_NOT_FOUND");
        return tier || cluster;
    }

    /**
     * Whether a refusal says that the snapshots of this dedicated cluster have another path: those of sharded clusters and of
     * replica sets differ.
     *
     * @param refusal what Atlas answered
     * @return true for that code alone
     */
    public static boolean otherShape(OffsiteException refusal) {
        return refusal.code().equals("INCORRECT_BACKUP_API_ENDPOINT");
    }

    /**
     * Whether a cluster that the dedicated API described is sharded.
     *
     * @param cluster Atlas's description of the cluster
     * @return true for sharded and geo-sharded ones
     */
    public static boolean sharded(JsonNode cluster) {
        return cluster.path("clusterType").asText("").endsWith("SHARDED");
    }

    /**
     * The kind of a cluster that the dedicated API described: M2 and M5 clusters stand in the same list.
     *
     * @param cluster Atlas's description of the cluster
     * @return shared for a tenant, dedicated otherwise
     */
    public static ClusterKind ofCluster(JsonNode cluster) {
        for (JsonNode spec : cluster.path("replicationSpecs")) {
            for (JsonNode region : spec.path("regionConfigs")) {
                if (region.path("providerName").asText("").equals("TENANT")) {
                    return ClusterKind.SHARED;
                }
            }
        }
        return ClusterKind.DEDICATED;
    }
}
