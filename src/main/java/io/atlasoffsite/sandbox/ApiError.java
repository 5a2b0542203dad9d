package io.atlasoffsite.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An error reply of the API, thrown where it is found. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Examples for statuses that only a fault brings about. */
    private static final Map<Integer, List<String>> EXAMPLES = Map.ofEntries(
            Map.entry(400, List.of("VALIDATION_ERROR", "No provider AWS exists.")),
            Map.entry(401, List.of("UNEXPECTED_ERROR", "You are not authorized for this resource.")),
            Map.entry(
                    402,
                    List.of("NO_PAYMENT_INFORMATION_FOUND", "No payment information was found for the organization.")),
            Map.entry(403, List.of("IP_ADDRESS_NOT_ON_WHITELIST", "The IP address is not on the API access list.")),
            Map.entry(404, List.of("RESOURCE_NOT_FOUND", "Cannot find resource AWS")),
            Map.entry(405, List.of("METHOD_NOT_ALLOWED", "The method is not allowed on this resource.")),
            Map.entry(406, List.of("NOT_ACCEPTABLE", "The version asked for does not exist.")),
            Map.entry(409, List.of("ATLAS_CLUSTER_RESTORE_IN_PROGRESS", "A restore of the cluster is in progress.")),
            Map.entry(410, List.of("VERSION_GONE", "The version asked for has been removed.")),
            Map.entry(429, List.of("RATE_LIMITED_TOKEN_BUCKET", "Too many requests.")),
            Map.entry(500, List.of("UNEXPECTED_ERROR", "An unexpected error occurred.")));

    private final int status;
    private final String code;
    private final transient List<Object> parameters;
    private final transient List<Map<String, Object>> fields;
    private final transient Map<String, String> headers;

    private ApiError(
            int status,
            String code,
            String detail,
            List<Object> parameters,
            List<Map<String, Object>> fields,
            Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.parameters = parameters;
        this.fields = fields;
        this.headers = headers;
    }

    static ApiError of(int status, String code, String detail, Object... parameters) {
        return new ApiError(status, code, detail, List.of(parameters), List.of(), Map.of());
    }

    static ApiError invalid(String field, String description) {
        Map<String, Object> violation = Json.object("field", field, "description", description);
        String detail = "Validation error: " + field + " " + description + ".";
        return new ApiError(400, "VALIDATION_ERROR", detail, List.of(), List.of(violation), Map.of());
    }

    /** The example of a status; the code of the example when {@code code} is empty. */
    static ApiError example(int status, String code) {
        List<String> example = EXAMPLES.getOrDefault(status, List.of("UNEXPECTED_ERROR", HttpWriter.phrase(status)));
        return of(status, code.isEmpty() ? example.get(0) : code, example.get(1));
    }

    ApiError with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ApiError(status, code, getMessage(), parameters, fields, more);
    }

    HttpReply reply(boolean pretty) {
        Map<String, Object> body = Json.object(
                "detail", getMessage(), "error", status, "errorCode", code, "reason", HttpWriter.phrase(status));
        if (!parameters.isEmpty()) {
            body.put("parameters", parameters);
        }
        if (!fields.isEmpty()) {
            body.put("badRequestDetail", Json.object("fields", fields));
        }
        return HttpReply.of(status, "application/json", Json.write(body, pretty))
                .with("X-Error-Code", code)
                .with(headers);
    }
}
