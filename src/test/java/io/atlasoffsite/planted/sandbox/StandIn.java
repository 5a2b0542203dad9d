package io.atlasoffsite.planted.sandbox;

/** Something of sandbox. */
public record StandIn(int port) {}
