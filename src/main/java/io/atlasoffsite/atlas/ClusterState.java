package io.atlasoffsite.atlas;

import java.util.OptionalInt;

/**
 * What Atlas says about one cluster, as far as a restore to it is concerned.
 *
 * @param name its name, empty when missing
 * @param kind its kind
 * @param paused whether its servers stand still; false where Atlas does not say
 * @param stateName Atlas's word, e.g. {@code IDLE} or {@code UPDATING}; empty when missing
 * @param version of its servers, e.g. {@code 8.0.29}, or the major version alone; empty when missing
 * @param sharded whether it is a sharded cluster
 * @param shards how many shards it has; empty where Atlas does not say
 */
public record ClusterState(
        String name,
        ClusterKind kind,
        boolean paused,
        String stateName,
        String version,
        boolean sharded,
        OptionalInt shards) {}
