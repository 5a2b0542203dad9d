package io.atlasoffsite.planted.message;

/** Something of message. */
public record Letter(String text) {}
