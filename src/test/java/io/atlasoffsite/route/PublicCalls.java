package io.atlasoffsite.route;

import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;

/** One good call and one bad one of each route that docs/routes.md opens to anybody. For one thread. */
final class PublicCalls {

    private static final String PLAN = "\"plan\":\"flex\"";
    private static final String NOBODYS = "32b6e34b3d91647abb20e7ff";

    private final AtomicInteger count = new AtomicInteger();
    private final Json json = new Json();
    private final Sandbox sandbox;
    private final ProducerTemplate template;

    PublicCalls(Sandbox sandbox, ProducerTemplate template) {
        this.sandbox = sandbox;
        this.template = template;
    }

    /**
     * A route and how it is called.
     *
     * @param route its name without {@code direct:offsite-}
     * @param bodies a fresh body in each form there is
     * @param headers the fewest it needs
     * @param bad a body and headers it refuses; empty when it refuses nothing
     */
    record Call(String route, List<Supplier<Object>> bodies, Map<String, Object> headers, Optional<Bad> bad) {}

    /**
     * A call that fails.
     *
     * @param body the body, null for none
     * @param headers the headers
     */
    record Bad(Object body, Map<String, Object> headers) {}

    /** In an order in which each finds what it needs. */
    List<Call> all() {
        RestoreRequests restores = new RestoreRequests(json);
        String into = "\"newest\":{" + PLAN + "},\"into\":\"there-%1$d\"";
        Function<String, Object> offsite = restores::parseOffsite;
        Function<String, Object> inAtlas = restores::parseInAtlas;
        return List.of(
                asked("copy-snapshot", PLAN, new Requests(json)::parse),
                asked("preview-copy", PLAN, new Requests(json)::parse),
                asked("divide-request", "\"plan\":\"every\"", new Requests(json)::parse),
                new Call(
                        "verify-copies",
                        List.of(() -> null, () -> "flex@latest", () -> verify()),
                        Map.of(),
                        bad("fedcba9876543210", Map.of())),
                new Call(
                        "rehearse-copies",
                        List.of(() -> RehearseRequest.of("flex", "somebody"), () -> null),
                        Map.of(Headers.PLAN, "flex"),
                        bad(null, Map.of(Headers.PLAN, "nobodys"))),
                restore("restore-copy", into, offsite, one -> order(restores.parseOffsite(one))),
                restore("preview-restore", into, offsite, one -> order(restores.parseOffsite(one))),
                restore(
                        "preview-in-atlas",
                        staging(),
                        inAtlas,
                        one -> new AtlasRestoreOrder(restores.parseInAtlas(one), news -> {})),
                restore(
                        "restore-in-atlas",
                        staging(),
                        inAtlas,
                        one -> new AtlasRestoreOrder(restores.parseInAtlas(one), news -> {})),
                look("get-snapshot", snapshot("flex-orders", true), snapshot("flex-orders", false)),
                look("list-snapshots", cluster("flex-orders"), cluster("none")),
                look("list-clusters", project(Sandbox.PROJECT), project(NOBODYS)),
                look("list-projects", Map.of(Headers.ATLAS, "sandbox"), Map.of()),
                look("request-download", snapshot("flex-orders", true), snapshot("none", true)),
                new Call("await-download", List.of(this::job), waiting(), bad("no job", waiting())),
                new Call("end-download", List.of(this::job), Map.of(), bad("no job", Map.of())),
                new Call(
                        "call-atlas",
                        List.of(AtlasCalls::listProjects),
                        Map.of(Headers.ATLAS, "sandbox"),
                        bad(AtlasCalls.getProject(NOBODYS), Map.of(Headers.ATLAS, "sandbox"))),
                new Call("report-status", List.of(() -> null), Map.of(), Optional.empty()));
    }

    private Call asked(String route, String fields, Function<String, Object> record) {
        return new Call(route, forms(fields, List.of(record)), Map.of(), bad("not json", Map.of()));
    }

    private Call restore(String route, String fields, Function<String, Object> record, Function<String, Object> order) {
        return new Call(route, forms(fields, List.of(record, order)), Map.of(), bad("not json", Map.of()));
    }

    private static Call look(String route, Map<String, Object> headers, Map<String, Object> refused) {
        return new Call(route, List.of(() -> "ignored"), headers, bad("ignored", refused));
    }

    private static Optional<Bad> bad(Object body, Map<String, Object> headers) {
        return Optional.of(new Bad(body, headers));
    }

    private List<Supplier<Object>> forms(String fields, List<Function<String, Object>> records) {
        List<Supplier<Object>> forms = new ArrayList<>(List.of(
                () -> request(fields),
                () -> request(fields).getBytes(StandardCharsets.UTF_8),
                () -> map(request(fields))));
        records.forEach(record -> forms.add(() -> record.apply(request(fields))));
        return forms;
    }

    private String request(String fields) {
        int number = count.incrementAndGet();
        return "{\"schema\":1,\"requestId\":\"call-" + number + "\"," + String.format(fields, number) + "}";
    }

    private Map<String, Object> map(String request) {
        try {
            Map<String, Object> map = new HashMap<>();
            json.read(request.getBytes(StandardCharsets.UTF_8))
                    .properties()
                    .forEach(field -> map.put(
                            field.getKey(),
                            field.getValue().isTextual() ? field.getValue().asText() : field.getValue()));
            return map;
        } catch (IOException broken) {
            throw new AssertionError(request, broken);
        }
    }

    private static RestoreOrder order(RestoreRequest request) {
        return RestoreOrder.of(request);
    }

    private static VerifyRequest verify() {
        return VerifyRequest.everything();
    }

    private static String staging() {
        String target = Sandbox.RESTORE_PROJECT + "/rs-staging";
        return "\"atlas\":\"sandbox\",\"project\":\"" + Sandbox.PROJECT
                + "\",\"cluster\":\"rs-billing\",\"newest\":true,"
                + "\"target\":{\"project\":\"" + Sandbox.RESTORE_PROJECT + "\",\"cluster\":\"rs-staging\"},"
                + "\"confirm\":\"" + target + "\",\"notAfter\":\"2999-01-01T00:00:00Z\"";
    }

    private Object job() {
        return template.requestBodyAndHeaders("direct:offsite-request-download", null, snapshot("flex-orders", true));
    }

    private static Map<String, Object> project(String id) {
        return Map.of(Headers.ATLAS, "sandbox", Headers.PROJECT, id);
    }

    private static Map<String, Object> cluster(String name) {
        Map<String, Object> headers = new HashMap<>(project(Sandbox.PROJECT));
        headers.put(Headers.CLUSTER, name);
        return headers;
    }

    private Map<String, Object> snapshot(String cluster, boolean there) {
        Map<String, Object> headers = new HashMap<>(cluster(cluster));
        headers.put(
                Headers.SNAPSHOT_ID,
                there ? sandbox.completedSnapshotIds("flex-orders").get(0) : NOBODYS);
        return headers;
    }

    private Map<String, Object> waiting() {
        Map<String, Object> headers = new HashMap<>(snapshot("flex-orders", true));
        headers.put(Headers.DEADLINE, Instant.now().plusSeconds(600).toString());
        return headers;
    }
}
