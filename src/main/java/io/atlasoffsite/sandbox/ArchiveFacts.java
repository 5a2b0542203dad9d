package io.atlasoffsite.sandbox;

/**
 * What a whole download of one archive must come to.
 *
 * @param length its bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ArchiveFacts(long length, String sha256) {}
