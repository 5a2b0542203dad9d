package io.atlasoffsite.transfer;

/** Whether anybody said beforehand how long the archive is. */
public enum LengthProof {
    /** A length was announced, and as many bytes came. */
    MATCHED,
    /** No length was announced. */
    UNKNOWN
}
