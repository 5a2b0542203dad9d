package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something happened to a rehearsal of a restore: an event of the same types as a restore's. Immutable and thread safe. The id of its
 * event derives from type, request and subject, never from the time.
 *
 * @param requestId what tells this rehearsal from others
 * @param about whose copy, from where
 * @param ended how it ended; empty exactly when it has just begun
 */
public record RehearsalEvent(String requestId, About about, Optional<Ended> ended) {

    /** Refuses null. */
    public RehearsalEvent {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(ended, "ended");
    }

    /**
     * What is rehearsed.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name
     * @param copyId the copy; empty when there is none to restore
     * @param store from which store
     */
    public record About(String plan, String cluster, String copyId, String store) {}

    /**
     * How it ended.
     *
     * @param outcome {@code extracted}, {@code proved} or {@code failed}
     * @param bytes of the archives that were restored
     * @param seconds how long the restore took
     * @param failure why not; present exactly when it failed
     */
    public record Ended(String outcome, long bytes, double seconds, Optional<CopyOutcome.Failure> failure) {}

    /**
     * The event's id.
     *
     * @return a UUID, the same for the same happening
     */
    public String id() {
        return CloudEvent.idOf(
                type(), "rehearsal", about.plan(), about.cluster(), about.copyId(), about.store(), requestId);
    }

    /**
     * Puts the event into its envelope.
     *
     * @param json the writer; not null
     * @param source the installation that speaks; not null
     * @param time when it happened; not null
     * @return the envelope
     */
    public CloudEvent toCloudEvent(Json json, URI source, Instant time) {
        ObjectNode data = json.object().put("requestId", requestId).put("restore", "rehearsal");
        data.put("plan", about.plan()).put("cluster", about.cluster());
        data.put("copyId", about.copyId()).put("store", about.store());
        data.put("outcome", ended.map(Ended::outcome).orElse("started"));
        ended.ifPresent(how -> {
            data.put("bytes", how.bytes()).put("seconds", how.seconds());
            how.failure().ifPresent(why -> why.addTo(data));
        });
        return new CloudEvent(id(), type(), source, about.copyId(), time, data);
    }

    private String type() {
        return ended.map(how -> how.failure().isPresent() ? RestoreEvent.Type.FAILED : RestoreEvent.Type.COMPLETED)
                .orElse(RestoreEvent.Type.STARTED)
                .word();
    }
}
