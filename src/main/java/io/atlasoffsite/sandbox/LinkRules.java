package io.atlasoffsite.sandbox;

/**
 * How the download host serves one kind of link.
 *
 * @param contentLength Content-Length when true, else chunked
 * @param range whether Range is honoured
 * @param etag whether a strong ETag is sent and If-Range understood
 * @param use how often
 */
public record LinkRules(boolean contentLength, boolean range, boolean etag, Use use) {

    /** How often a link works before it expires. */
    public enum Use {
        /** As often as wanted. */
        ANY,
        /** Until one whole download; broken ones may be tried again. */
        ONE_SUCCESS,
        /** One GET or HEAD, whatever comes of it. */
        ONE_REQUEST
    }

    /** As a presigned object-store URL: length, ranges, ETag, any number of times. */
    public static LinkRules objectStore() {
        return new LinkRules(true, true, true, Use.ANY);
    }

    /** As Atlas's own restore host: made on the fly, no length, no ranges, one success. */
    public static LinkRules restoreHost() {
        return new LinkRules(false, false, false, Use.ONE_SUCCESS);
    }
}
