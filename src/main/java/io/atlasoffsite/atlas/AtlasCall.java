package io.atlasoffsite.atlas;

import java.util.Optional;

/**
 * One request to the Atlas Administration API, ready to be sent by the route {@code offsite-call-atlas}.
 *
 * @param operation the name of the operation in logs and metrics, e.g. {@code list-snapshots}
 * @param kind the family of resources it belongs to, empty for projects
 * @param method GET, POST or DELETE
 * @param path the path below the base URL, beginning with a slash, built from checked names only
 * @param query the query string without the question mark, empty for none
 * @param version the resource version date that is asked for, {@code YYYY-MM-DD}
 * @param body the JSON to send, empty for none
 */
public record AtlasCall(
        String operation,
        Optional<ClusterKind> kind,
        String method,
        String path,
        String query,
        String version,
        Optional<String> body) {

    /**
     * The media type that names the version, for {@code Accept} and {@code Content-Type}.
     *
     * @return {@code application/vnd.atlas.YYYY-MM-DD+json}
     */
    public String mediaType() {
        return "application/vnd.atlas." + version + "+json";
    }

    /**
     * The path with its query, for the request line.
     *
     * @return never null
     */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
