package io.atlasoffsite.transfer.inspect;

import java.io.IOException;
import java.util.Objects;

/** Why a stream is refused as an archive. Its text never quotes the stream but for an entry's name, made printable. */
public final class DefectException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Defect {
        /** It is no gzip file. */
        NOT_GZIP,
        /** It ends before it should. */
        TRUNCATED,
        /** Its gzip or tar framing is broken, or something follows its end. */
        DAMAGED,
        /** An entry would be dangerous to extract. */
        UNSAFE_ENTRY,
        /** It expands out of all proportion. */
        BOMB
    }

    private final Defect defect;

    DefectException(Defect defect, String summary) {
        super(summary);
        this.defect = Objects.requireNonNull(defect, "defect");
    }

    /**
     * What is wrong.
     *
     * @return never null
     */
    public Defect defect() {
        return defect;
    }
}
