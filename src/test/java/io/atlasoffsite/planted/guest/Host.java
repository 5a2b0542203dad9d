package io.atlasoffsite.planted.guest;

/** Something to know. */
public final class Host {}
