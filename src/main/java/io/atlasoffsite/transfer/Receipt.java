package io.atlasoffsite.transfer;

/**
 * What a store vouches for once an archive is committed.
 *
 * @param bytes the length the store itself reports for the archive
 * @param checksumsConfirmed true when the store compared a checksum of every part with the bytes it received and is known to
 *     refuse a wrong one; false means that only reading the archive back can prove it
 */
public record Receipt(long bytes, boolean checksumsConfirmed) {}
