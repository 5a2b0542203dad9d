package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One call of an operation that was let in.
 *
 * @param values of the path's placeholders, in order
 * @param linkHost scheme and host of every {@code href}
 * @param actions the faults that strike it
 */
record Call(
        HttpRequest request,
        Operation operation,
        List<String> values,
        String mediaType,
        String linkHost,
        List<FaultAction> actions) {

    private static final Pattern ID = Pattern.compile("[a-f0-9]{24}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final int MOST_ITEMS = 500;

    String projectId() {
        return values.isEmpty() ? "" : values.get(0);
    }

    String clusterName() {
        return values.size() < 2 ? "" : values.get(1);
    }

    /** The snapshot or job id at the end of the path. */
    String itemId() {
        return values.size() < 3 ? "" : values.get(2);
    }

    JsonNode body() {
        return Json.read(request.text());
    }

    /** The snapshot this call names in path or body, or empty. */
    String snapshotId() {
        boolean inPath = values.size() > 2 && operation.placeholder(2).equals("snapshotId");
        return inPath ? itemId() : body().path("snapshotId").asText("");
    }

    FaultAction.Outcome outcome() {
        FaultAction.Outcome outcome = FaultAction.Outcome.READY;
        for (FaultAction action : actions) {
            outcome = action instanceof FaultAction.Job job ? job.outcome() : outcome;
        }
        return outcome;
    }

    /** Throws the validation error of the first path parameter or flag that breaks its pattern. */
    void validate() {
        for (int i = 0; i < values.size(); i++) {
            String placeholder = operation.placeholder(i);
            Pattern pattern = placeholder.equals("name") ? NAME : ID;
            if (!pattern.matcher(values.get(i)).matches()) {
                throw ApiError.invalid(placeholder, "must match the pattern ^" + pattern + "$");
            }
        }
        flag("envelope");
        flag("pretty");
        flag("includeCount");
    }

    /** The id in this field of the body. */
    String requiredId(String field) {
        String id = body().path(field).asText("");
        if (!ID.matcher(id).matches()) {
            throw ApiError.invalid(field, "must match the pattern ^" + ID + "$");
        }
        return id;
    }

    boolean pretty() {
        return "true".equals(request.query().get("pretty"));
    }

    /** 200 with one object. */
    HttpReply one(Map<String, Object> object) {
        return json(envelope() ? Json.object("status", 200, "content", object) : object);
    }

    /** 200 with a page of a list. */
    <T> HttpReply list(List<T> items, Function<T, Map<String, Object>> view) {
        int size = number("itemsPerPage", 100, MOST_ITEMS);
        int page = number("pageNum", 1, Integer.MAX_VALUE);
        long from = Math.min(items.size(), (page - 1L) * size);
        long to = Math.min(items.size(), from + size);
        List<Map<String, Object>> results =
                items.subList((int) from, (int) to).stream().map(view).toList();
        Map<String, Object> body = Json.object("links", pageLinks(page, size, to < items.size()), "results", results);
        if (!"false".equals(request.query().get("includeCount"))) {
            body.put("totalCount", items.size());
        }
        if (envelope()) {
            body.put("status", 200);
        }
        return json(body);
    }

    HttpReply none() {
        return HttpReply.of(204, "", "");
    }

    /** The {@code links} of an object at this path below the version's root. */
    List<Map<String, Object>> self(String path) {
        return List.of(Json.object("href", linkHost + Api.ROOT + path, "rel", "self"));
    }

    private List<Map<String, Object>> pageLinks(int page, int size, boolean more) {
        List<Map<String, Object>> links = new ArrayList<>();
        links.add(pageLink("self", page, size));
        if (page > 1) {
            links.add(pageLink("previous", page - 1, size));
        }
        if (more) {
            links.add(pageLink("next", page + 1, size));
        }
        return links;
    }

    private Map<String, Object> pageLink(String rel, int page, int size) {
        boolean count = !"false".equals(request.query().get("includeCount"));
        String query = "?includeCount=" + count + "&itemsPerPage=" + size + "&pageNum=" + page;
        return Json.object("href", linkHost + request.path() + query, "rel", rel);
    }

    private HttpReply json(Map<String, Object> body) {
        return HttpReply.of(200, mediaType, Json.write(body, pretty()));
    }

    private boolean envelope() {
        return "true".equals(request.query().get("envelope"));
    }

    private void flag(String name) {
        String value = request.query().getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw ApiError.invalid(name, "must be true or false");
        }
    }

    private int number(String name, int absent, int most) {
        String text = request.query().getOrDefault(name, Integer.toString(absent));
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, as any other bad number
        }
        throw ApiError.invalid(name, "must be a number from 1 to " + most);
    }
}
