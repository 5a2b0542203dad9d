package io.atlasoffsite.atlas;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * @param repeatable whether sending it again is harmless when nobody knows what became of the first time
 * @param notAfter when it must not be sent any more, UTC, looked at right before each time it is sent; such a call is sent again only
 *     where certainly nothing was done, with a fresh token or over a connection that never stood. Empty for all the others
 */
public record AtlasCall(
        String operation,
        Optional<ClusterKind> kind,
        String method,
        String path,
        String query,
        String version,
        Optional<String> body,
        boolean repeatable,
        Optional<Instant> notAfter) {

    private static final Pattern OF_PROJECT = Pattern.compile("/api/atlas/v2/groups/([a-f0-9]{24})(/.*)?");

    AtlasCall(
            String operation,
            Optional<ClusterKind> kind,
            String method,
            String path,
            String query,
            String version,
            Optional<String> body,
            boolean repeatable) {
        this(operation, kind, method, path, query, version, body, repeatable, Optional.empty());
    }

    /**
     * The same call with an end to when it may be sent.
     *
     * @param last the last instant, UTC
     * @return the call
     */
    public AtlasCall notAfter(Instant last) {
        return new AtlasCall(operation, kind, method, path, query, version, body, repeatable, Optional.of(last));
    }

    /**
     * The project the call is about, whose rate limit it counts against.
     *
     * @return the project's id; empty for a call about none, or all
     */
    public Optional<String> project() {
        Matcher matcher = OF_PROJECT.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

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
