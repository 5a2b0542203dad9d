package io.atlasoffsite.cli;

import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.store.Catalog;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which copy is to be restored, and where to, as typed. Filled by picocli. */
final class RestoreWanted {

    private static final String REQUEST_ID = "[!-#%-z|~]{1,200}";

    @Parameters(
            paramLabel = "COPY|URL",
            description =
                    "a copy: its id, at least four last digits of its snapshot's id, or PLAN@latest; with STORE: before it, "
                            + "only from there. Or the URL of its folder, s3://BUCKET/PREFIX/… or file:/…, which needs neither "
                            + "configuration nor Atlas")
    private String copy;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DIR",
            description = "the directory to make; it must not exist, or be empty")
    private Path into;

    @Option(names = "--store", paramLabel = "NAME", description = "only from this store (default: any that holds it)")
    private Optional<String> store = Optional.empty();

    @Option(
            names = "--only-shard",
            paramLabel = "RS",
            description = "only this replica set; may be given several times")
    private List<String> shards = List.of();

    @Option(
            names = "--before",
            paramLabel = "TIME",
            description =
                    "with PLAN@latest: the newest copy of a snapshot taken before this, e.g. 2026-08-02T17:06:56Z")
    private Optional<String> before = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "with PLAN@latest: which of the plan's clusters")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "the request's id; the same one again finds what it restored before (default: a new one)")
    private Optional<String> requestId = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "URL", description = "of an s3: URL: another S3 than AWS's")
    private Optional<String> endpoint = Optional.empty();

    @Option(names = "--region", paramLabel = "NAME", description = "of an s3: URL: the region (default: AWS_REGION)")
    private Optional<String> region = Optional.empty();

    @Option(names = "--path-style", description = "of an s3: URL: the bucket belongs into the path")
    private boolean pathStyle;

    /** The copy's URL, when it was named by one. */
    Optional<CopyUrl> url() {
        CopyUrl.Access access = new CopyUrl.Access(endpoint, region, pathStyle);
        if (!CopyUrl.isOne(copy)) {
            if (access.given()) {
                throw CommandFailure.usage(
                        "--endpoint, --region and --path-style are for s3: URLs; offsite.yaml has them"
                                + " for its stores");
            }
            return Optional.empty();
        }
        if (store.isPresent() || before.isPresent() || cluster.isPresent()) {
            throw CommandFailure.usage(
                    "a URL says which copy and which store; leave --store, --before and --cluster away");
        }
        return Optional.of(CopyUrl.parse(copy, access));
    }

    /** The request for the copy of a URL. */
    RestoreRequest request(CopyUrl url) {
        return request(new RestoreRequest.Named(url.copy().toString()), Optional.of(CopyUrl.STORE));
    }

    /** The request for a copy that is named. */
    RestoreRequest request(OffsiteConfig config) {
        int colon = copy.indexOf(':');
        if (colon >= 0 && store.isPresent()) {
            throw CommandFailure.usage(
                    "the copy names its store already; leave --store away, or the part before the colon");
        }
        Optional<String> from = colon >= 0 ? Optional.of(copy.substring(0, colon)) : store;
        from.ifPresent(config::store);
        return request(choice(config, copy.substring(colon + 1)), from);
    }

    private RestoreRequest.Choice choice(OffsiteConfig config, String name) {
        if (name.endsWith(Catalog.LATEST)) {
            String plan = name.substring(0, name.length() - Catalog.LATEST.length());
            cluster.filter(one -> !config.plan(plan).covers(one)).ifPresent(other -> {
                throw CommandFailure.usage("cluster " + Table.plain(other) + " is not one of plan " + plan);
            });
            config.plan(plan);
            return new RestoreRequest.Newest(plan, cluster, before.map(RestoreWanted::instant));
        }
        if (before.isPresent() || cluster.isPresent()) {
            throw CommandFailure.usage("--before and --cluster are for PLAN@latest; name a plan, or leave them away");
        }
        return new RestoreRequest.Named(name);
    }

    private RestoreRequest request(RestoreRequest.Choice choice, Optional<String> from) {
        requestId.filter(id -> !id.matches(REQUEST_ID)).ifPresent(wrong -> {
            throw CommandFailure.usage("\"" + Table.plain(wrong)
                    + "\" is no request id; give 1 to 200 visible ASCII characters without {, } and $");
        });
        return new RestoreRequest(
                requestId.orElseGet(() -> "restore-" + UUID.randomUUID()),
                choice,
                from,
                into.toAbsolutePath().normalize().toString(),
                shards.stream().distinct().toList(),
                Optional.empty());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException broken) {
            throw CommandFailure.usage(
                    "\"" + Table.plain(text) + "\" is no time; write it in UTC, e.g. 2026-08-02T17:06:56Z");
        }
    }
}
