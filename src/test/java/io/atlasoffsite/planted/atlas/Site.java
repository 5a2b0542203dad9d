package io.atlasoffsite.planted.atlas;

/** Something of atlas. */
public record Site(String name) {}
