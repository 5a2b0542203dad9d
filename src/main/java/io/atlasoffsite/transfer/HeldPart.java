package io.atlasoffsite.transfer;

/** A part whose memory or file is given back once it was put. */
sealed interface HeldPart extends Part permits MemoryPart, SpooledPart {

    /** Gives its memory or file back; harmless when repeated. */
    void discard();
}
