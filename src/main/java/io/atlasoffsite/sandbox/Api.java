package io.atlasoffsite.sandbox;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API's front: finds the operation, lets the caller in, negotiates the version, counts, and lets faults strike. Thread-safe. */
final class Api implements HttpHandler {

    static final String ROOT = "/api/atlas/v2";

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final String TOKEN_PATH = "/api/oauth/token";
    private static final String REVOKE_PATH = "/api/oauth/revoke";
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/(vnd\\.atlas\\.[^+]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> RETIRING =
            Map.of("Deprecation", "Wed, 05 Feb 2025 00:00:00 GMT", "Sunset", "Thu, 22 Jan 2026 00:00:00 GMT");

    private record Route(Operation operation, List<String> values) {}

    private final SandboxOptions options;
    private final Tokens tokens;
    private final Access access;
    private final RateLimits limits;
    private final Faults faults;
    private final World world;
    private final Jobs jobs;
    private final Lookup lookup;
    private final Operations operations;
    private final HttpHandler control;

    Api(Parts parts, HttpHandler control) {
        this.options = parts.options();
        this.tokens = parts.tokens();
        this.access = parts.access();
        this.limits = parts.limits();
        this.faults = parts.faults();
        this.world = parts.world();
        this.jobs = parts.jobs();
        this.lookup = new Lookup(world, jobs, parts.clock());
        this.operations = new Operations(
                new SnapshotOperations(world, lookup, options, parts.clock()),
                new JobOperations(lookup, jobs, options, parts.clock()));
        this.control = control;
    }

    @Override
    public HttpReply handle(HttpRequest request, RequestLog.Entry entry) {
        try {
            return route(request, entry);
        } catch (ApiError e) {
            return e.reply(request.target().contains("pretty=true"));
        } catch (RuntimeException e) {
            LOG.warn("the sandbox failed on {} {}", request.method(), request.path(), e);
            return ApiError.example(500, "").reply(false);
        }
    }

    private HttpReply route(HttpRequest request, RequestLog.Entry entry) {
        String path = request.path();
        if (path.startsWith("/sandbox/")) {
            return control.handle(request, entry);
        }
        if (path.equals(TOKEN_PATH)) {
            return oauth(request, entry, Operation.TOKEN, tokens::issue);
        }
        if (path.equals(REVOKE_PATH)) {
            return oauth(request, entry, Operation.REVOKE, tokens::revoke);
        }
        Route route = find(request);
        entry.operation(route.operation().id());
        return versioned(request, route);
    }

    private HttpReply oauth(
            HttpRequest request, RequestLog.Entry entry, Operation operation, Function<HttpRequest, HttpReply> work) {
        entry.operation(operation.id());
        if (!request.is(operation.method())) {
            throw ApiError.example(405, "").with("Allow", operation.method());
        }
        List<FaultAction> actions = faults.strike(operation, "", "");
        return FaultReplies.instead(request, actions)
                .orElseGet(() -> work.apply(request))
                .on(Wire.of(actions));
    }

    private static Route find(HttpRequest request) {
        String path = request.path();
        List<String> parts = path.startsWith(ROOT + "/")
                ? Arrays.asList(path.substring(ROOT.length() + 1).split("/"))
                : List.of();
        Optional<Operation> other = Optional.empty();
        for (Operation operation : Operation.values()) {
            Optional<List<String>> values = operation.match(parts);
            boolean method = request.is(operation.method())
                    || (request.is("HEAD") && operation.method().equals("GET"));
            if (values.isPresent() && method) {
                return new Route(operation, values.get());
            }
            other = values.isPresent() ? Optional.of(operation) : other;
        }
        throw other.map(operation -> ApiError.example(405, "").with("Allow", operation.method()))
                .orElseGet(() -> ApiError.of(404, "RESOURCE_NOT_FOUND", "Cannot find resource " + path + ".", path));
    }

    private HttpReply versioned(HttpRequest request, Route route) {
        access.check(request);
        Operation operation = route.operation();
        Family family = operation.family();
        if (options.sunset() && family.retiring()) {
            throw ApiError.example(410, "").with("Sunset", RETIRING.get("Sunset"));
        }
        LocalDate served = Versions.served(family, request.header("accept").orElse(""));
        checkContentType(request);
        Map<String, String> budget =
                limits.take(route.values().isEmpty() ? "" : route.values().get(0));
        Call plain = call(request, route, served, List.of());
        List<FaultAction> actions = faults.strike(operation, plain.clusterName(), snapshotOf(plain));
        HttpReply reply =
                FaultReplies.instead(request, actions).orElseGet(() -> work(call(request, route, served, actions)));
        HttpReply counted = reply.with(budget).on(Wire.of(actions));
        return family.retiring() ? counted.with(RETIRING) : counted;
    }

    private Call call(HttpRequest request, Route route, LocalDate served, List<FaultAction> actions) {
        String mediaType = "application/vnd.atlas." + served + "+json;charset=utf-8";
        return new Call(request, route.operation(), route.values(), mediaType, options.linkHost(), actions);
    }

    /** Errors become replies here, so that what strikes the wire strikes them too. */
    private HttpReply work(Call call) {
        try {
            if (call.actions().stream().anyMatch(FaultAction.DeleteSnapshot.class::isInstance)) {
                world.delete(snapshotOf(call));
            }
            call.validate();
            lookup.project(call);
            return operations.run(call);
        } catch (ApiError e) {
            return e.reply(call.pretty());
        }
    }

    private String snapshotOf(Call call) {
        return jobs.find(call.itemId()).map(job -> job.snapshot().id()).orElseGet(call::snapshotId);
    }

    private static void checkContentType(HttpRequest request) {
        String type = request.header("content-type").orElse("");
        if (request.is("POST") && !JSON_TYPE.matcher(type).matches()) {
            throw ApiError.of(
                    415, "UNSUPPORTED_MEDIA_TYPE", "The content type " + type + " is not supported; send JSON.");
        }
    }
}
