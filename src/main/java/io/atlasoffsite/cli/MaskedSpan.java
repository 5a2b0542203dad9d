package io.atlasoffsite.cli;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span without secrets: in its name, its attributes, what it has heard on the way, and why it failed. Immutable. */
final class MaskedSpan extends DelegatingSpanData {

    private final SpanData span;
    private final Secrets secrets;

    MaskedSpan(SpanData span, Secrets secrets) {
        super(span);
        this.span = span;
        this.secrets = secrets;
    }

    @Override
    public String getName() {
        return secrets.mask(span.getName());
    }

    @Override
    public Attributes getAttributes() {
        return masked(span.getAttributes());
    }

    @Override
    public List<EventData> getEvents() {
        return span.getEvents().stream()
                .map(event -> EventData.create(
                        event.getEpochNanos(),
                        secrets.mask(event.getName()),
                        masked(event.getAttributes()),
                        event.getTotalAttributeCount()))
                .toList();
    }

    @Override
    public StatusData getStatus() {
        StatusData status = span.getStatus();
        return StatusData.create(status.getStatusCode(), secrets.mask(status.getDescription()));
    }

    /** Camel and the pack write texts and numbers only; a list of texts is masked as one text. */
    private Attributes masked(Attributes attributes) {
        AttributesBuilder masked = attributes.toBuilder();
        attributes.forEach((key, value) -> {
            if (key.getType() == AttributeType.STRING) {
                masked.put(AttributeKey.stringKey(key.getKey()), secrets.mask((String) value));
            } else if (key.getType() == AttributeType.STRING_ARRAY) {
                masked.remove(key);
                masked.put(AttributeKey.stringKey(key.getKey()), secrets.mask(value.toString()));
            }
        });
        return masked.build();
    }
}
