package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The body of a refusal, as far as it could be read.
 *
 * @param status the HTTP status of the reply
 * @param code {@code errorCode}, empty when there was none
 * @param detail {@code detail} or else {@code reason}, cut and cleaned, empty when there was none
 * @param seconds the number Atlas puts second into {@code parameters} when it limits the rate
 */
record AtlasError(int status, String code, String detail, OptionalLong seconds) {

    private static final int LONGEST_DETAIL = 300;
    private static final int LONGEST_CODE = 100;
    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://\\S+");

    static AtlasError from(int status, JsonNode body) {
        String detail = body.path("detail").asText("");
        JsonNode second = body.path("parameters").path(1);
        OptionalLong seconds =
                second.canConvertToLong() && second.isNumber() ? OptionalLong.of(second.asLong()) : textual(second);
        return new AtlasError(
                status,
                clean(codeOf(body), LONGEST_CODE),
                clean(detail.isEmpty() ? body.path("reason").asText("") : detail, LONGEST_DETAIL),
                seconds);
    }

    String summary(String operation) {
        String answer = code.isEmpty() ? String.valueOf(status) : status + " " + code;
        return detail.isEmpty()
                ? "Atlas answered " + answer + " to " + operation
                : "Atlas answered " + answer + " to " + operation + ": " + detail;
    }

    /** The token endpoint has a body of its own, {@code {error, error_description}} (RFC 6749 §5.2). */
    private static String codeOf(JsonNode body) {
        JsonNode oauth = body.path("error");
        return body.path("errorCode").asText(oauth.isTextual() ? oauth.asText() : "");
    }

    private static OptionalLong textual(JsonNode node) {
        String text = node.asText("");
        return text.matches("[0-9]{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Whatever stands here goes into letters and logs: an address could be a signed one. */
    private static String clean(String text, int longest) {
        String oneLine =
                ADDRESS.matcher(text.replaceAll("\\p{Cntrl}+", " ").strip()).replaceAll("(an address)");
        return oneLine.length() > longest ? oneLine.substring(0, longest) + "…" : oneLine;
    }
}
