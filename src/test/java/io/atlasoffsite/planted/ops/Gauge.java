package io.atlasoffsite.planted.ops;

/** Something of ops. */
public record Gauge(long value) {}
