package io.atlasoffsite.planted.cli;

/** Something of cli. */
public record Command(String name) {}
