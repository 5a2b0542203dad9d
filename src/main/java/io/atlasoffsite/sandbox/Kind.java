package io.atlasoffsite.sandbox;

/** What a cluster is. */
enum Kind {
    FLEX,
    SHARED,
    REPLICA_SET,
    SHARDED,
    SERVERLESS;

    boolean dedicated() {
        return this == REPLICA_SET || this == SHARDED;
    }
}
