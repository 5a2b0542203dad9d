package io.atlasoffsite.transfer;

/** When an archive's gzip and tar framing are proved. */
public enum InspectionMode {
    /** While it streams, before the sink commits. */
    INLINE,
    /** By reading it back once it is stored: the caller does so with {@link Engine#readBack}. */
    AFTER,
    /** Not at all: the bytes were proved before, or are no archive. */
    NONE
}
