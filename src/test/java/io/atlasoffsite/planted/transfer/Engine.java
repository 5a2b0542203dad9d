package io.atlasoffsite.planted.transfer;

/** Stands for what stores must not know. */
public record Engine() {}
