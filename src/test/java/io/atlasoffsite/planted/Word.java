package io.atlasoffsite.planted;

/** A word of the planted root. */
public record Word(String text) {}
