package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads what a route promised to put on an exchange, and says so plainly when it is not there. */
final class Exchanges {

    private static final String TASK = "OffsiteCopyTask";

    private Exchanges() {}

    static <T> T body(Exchange exchange, Class<T> type) {
        Object body = exchange.getMessage().getBody();
        if (type.isInstance(body)) {
            return type.cast(body);
        }
        throw misuse(exchange, "a body of type " + type.getSimpleName());
    }

    /**
     * The bytes of a request, none when there is no body. A text is UTF-8 in them, whatever charset the host's files or pages have
     * left on the exchange.
     *
     * @throws org.apache.camel.TypeConversionException when the body is nothing that has bytes
     */
    static byte[] bytes(Message message) {
        if (message.getBody() instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = message.getBody(byte[].class);
        return bytes == null ? new byte[0] : bytes;
    }

    static <T> List<T> listBody(Exchange exchange, Class<T> type) {
        List<?> items = body(exchange, List.class);
        return items.stream().<T>map(type::cast).toList();
    }

    static String header(Exchange exchange, String name) {
        String value = exchange.getMessage().getHeader(name, String.class);
        if (value != null && !value.isBlank()) {
            return value;
        }
        throw misuse(exchange, "the header " + name);
    }

    static Optional<String> optionalHeader(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.getMessage().getHeader(name, String.class))
                .filter(value -> !value.isBlank());
    }

    static List<String> stores(Exchange exchange) {
        return List.of(header(exchange, Headers.STORES).split(","));
    }

    static ClusterKind kind(Exchange exchange) {
        return ClusterKind.ofCode(header(exchange, Headers.KIND))
                .orElseThrow(() -> misuse(exchange, "a kind of cluster in the header " + Headers.KIND));
    }

    static <T> T variable(Exchange exchange, String name, Class<T> type) {
        Object value = exchange.getVariable(name);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw misuse(exchange, "the variable " + name);
    }

    /** Puts a copy task on the exchange, also where it is found when a later step fails. */
    static void carry(Exchange exchange, CopyTask task) {
        exchange.getMessage().setBody(task);
        exchange.setProperty(TASK, task);
    }

    /** The copy task as far as it came; empty before it was begun. */
    static Optional<CopyTask> carried(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(TASK, CopyTask.class));
    }

    private static OffsiteException misuse(Exchange exchange, String missing) {
        return OffsiteException.because(
                        Reason.INVALID_REQUEST,
                        "the route " + exchange.getFromRouteId() + " was called without " + missing)
                .hint("docs/routes.md says what each route wants")
                .build();
    }
}
