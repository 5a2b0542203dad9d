package io.atlasoffsite.planted.route;

/** Something of route. */
public record Step(String name) {}
