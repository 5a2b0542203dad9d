package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code /sandbox/…}: steers the sandbox itself; asks for no credentials. Thread-safe. */
final class ControlApi implements HttpHandler {

    private final SandboxClock clock;
    private final RequestLog log;
    private final Faults faults;
    private final Tokens tokens;
    private final Jobs jobs;

    ControlApi(SandboxClock clock, RequestLog log, Faults faults, Tokens tokens, Jobs jobs) {
        this.clock = clock;
        this.log = log;
        this.faults = faults;
        this.tokens = tokens;
        this.jobs = jobs;
    }

    @Override
    public HttpReply handle(HttpRequest request, RequestLog.Entry entry) {
        entry.operation("sandbox");
        return switch (request.method() + " " + request.path()) {
            case "GET /sandbox/faults" -> json(new Faults.FaultFile(faults.all()));
            case "POST /sandbox/faults" -> addFaults(request);
            case "DELETE /sandbox/faults" -> then(faults::clear);
            case "GET /sandbox/requests" -> json(log.all());
            case "DELETE /sandbox/requests" -> then(log::clear);
            case "GET /sandbox/restores" -> json(jobs.restoredClusters());
            case "GET /sandbox/clock" -> now();
            case "POST /sandbox/clock" -> moveClock(request);
            case "POST /sandbox/tokens/revoke" -> then(tokens::revokeAll);
            default ->
                throw ApiError.of(
                        404,
                        "RESOURCE_NOT_FOUND",
                        "The sandbox has no " + request.method() + " " + request.path() + ".");
        };
    }

    private HttpReply addFaults(HttpRequest request) {
        try {
            List<Fault> more = Faults.parse(request.text());
            more.forEach(faults::add);
            return json(Json.object("added", more.size()));
        } catch (IllegalArgumentException e) {
            throw ApiError.of(400, "VALIDATION_ERROR", e.getMessage());
        }
    }

    private HttpReply moveClock(HttpRequest request) {
        JsonNode body = Json.read(request.text());
        try {
            if (body.has("set")) {
                clock.set(Instant.parse(body.path("set").asText()));
            } else {
                clock.advance(Duration.parse(body.path("advance").asText()));
            }
            return now();
        } catch (DateTimeException e) {
            throw ApiError.of(
                    400, "VALIDATION_ERROR", "Send {\"advance\":\"PT2H\"} or {\"set\":\"2026-08-02T17:05:10Z\"}.");
        }
    }

    private HttpReply now() {
        return json(Json.object("now", clock.instant().toString()));
    }

    private static HttpReply then(Runnable work) {
        work.run();
        return HttpReply.of(204, "", "");
    }

    private static HttpReply json(Object value) {
        return HttpReply.of(200, "application/json", Json.write(value, true));
    }
}
