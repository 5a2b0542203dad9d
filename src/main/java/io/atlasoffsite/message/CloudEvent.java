package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;

/**
 * The envelope of every event: CloudEvents 1.0, structured JSON. Immutable as long as nobody changes {@code data}.
 *
 * @param id the same for the same happening, however often it is announced
 * @param type e.g. {@code io.atlasoffsite.copy.completed}
 * @param source the installation that speaks, an absolute URI or a URI reference
 * @param subject what it is about, e.g. a copyId; empty when it has no name yet
 * @param time when it happened, in UTC
 * @param data the facts
 */
public record CloudEvent(String id, String type, URI source, String subject, Instant time, JsonNode data) {

    /** The media type of {@link #toTree}'s text. */
    public static final String MEDIA_TYPE = "application/cloudevents+json";

    /** Refuses null. */
    public CloudEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(data, "data");
    }

    /**
     * Makes the id of an event from what happened, so that announcing it again gives the same one.
     *
     * @param type the event's type; not null
     * @param words what tells this happening from others of the type; not null
     * @return a UUID
     */
    public static String idOf(String type, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = type;
        System.arraycopy(words, 0, all, 1, words.length);
        return Ids.uuid(all);
    }

    /**
     * The event as it is sent.
     *
     * @param json the writer; not null
     * @return the tree; its schema is {@code event.schema.json}
     */
    public ObjectNode toTree(Json json) {
        ObjectNode tree = json.object();
        tree.put("specversion", "1.0").put("id", id).put("type", type).put("source", source.toString());
        if (!subject.isEmpty()) {
            tree.put("subject", subject);
        }
        tree.put("time", time.toString()).put("datacontenttype", "application/json");
        tree.set("data", data);
        return tree;
    }
}
