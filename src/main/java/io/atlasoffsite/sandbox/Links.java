package io.atlasoffsite.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The download links that were given out. Thread-safe. */
final class Links {

    /** How long a signed link lives from the request. */
    static final Duration SIGNED_LIFE = Duration.ofHours(4);

    /** How long a secret link lives from when the job was ready. */
    static final Duration SECRET_LIFE = Duration.ofHours(1);

    /** How long an expired link is still told from one that never was. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SandboxOptions options;
    private final Clock clock;
    private final Secrets secrets;
    private final Archives archives;
    private final Supplier<String> base;
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    Links(SandboxOptions options, Clock clock, Secrets secrets, Archives archives, Supplier<String> base) {
        this.options = options;
        this.clock = clock;
        this.secrets = secrets;
        this.archives = archives;
        this.base = base;
    }

    /** A link with the secret in the query, as an object store signs it. */
    Link signed(Job job, String replicaSet) {
        Instant now = clock.instant();
        String stamp = STAMP.format(now);
        String scope = secrets.hex(10) + "/" + stamp.substring(0, 8) + "/us-east-1/s3/aws4_request";
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + encode(scope) + "&X-Amz-Date=" + stamp
                + "&X-Amz-Expires=" + SIGNED_LIFE.toSeconds() + "&X-Amz-SignedHeaders=host&X-Amz-Security-Token="
                + encode("Fwo+" + secrets.base64(32)) + "&X-Amz-Signature=" + encode("a+" + secrets.base64(32));
        String target = "/flex-snapshots/" + job.snapshot().id() + ".tar.gz?" + query;
        return keep(job, replicaSet, target, job.created().plus(SIGNED_LIFE), options.signedLinks());
    }

    /** A link with the secret in the path, as Atlas's restore hosts have it. */
    Link secret(Job job, String replicaSet) {
        String target = "/" + secrets.hex(20) + "/restore-" + job.snapshot().id() + ".tar.gz";
        return keep(job, replicaSet, target, clock.instant().plus(SECRET_LIFE), options.secretLinks());
    }

    Optional<Link> find(String target) {
        return Optional.ofNullable(links.get(target));
    }

    /** What a download for this snapshot delivers, unless bytes vary by job. */
    Archive archive(Snapshot snapshot, String replicaSet, String variant) {
        return snapshot.fixture() && variant.isEmpty()
                ? archives.fixture()
                : archives.generated(snapshot.id() + variant, replicaSet);
    }

    private Link keep(Job job, String replicaSet, String target, Instant expires, LinkRules rules) {
        String variant = options.bytesVaryByJob() ? "/" + job.id() : "";
        Function<String, Archive> maker = change -> archive(job.snapshot(), replicaSet, variant + change);
        Link link = new Link(base.get(), target, job.snapshot(), expires, rules, maker);
        Instant forgotten = clock.instant().minus(REMEMBERED);
        links.values().removeIf(old -> old.expires().isBefore(forgotten));
        links.put(target, link);
        return link;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
