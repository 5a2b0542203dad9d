package io.atlasoffsite.atlas;

/**
 * A cluster as Atlas's lists show it.
 *
 * @param name its name, which fits Atlas's pattern
 * @param kind its kind
 */
public record Cluster(String name, ClusterKind kind) {}
