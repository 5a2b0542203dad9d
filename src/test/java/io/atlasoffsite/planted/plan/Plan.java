package io.atlasoffsite.planted.plan;

/** Something of plan. */
public record Plan(String name) {}
