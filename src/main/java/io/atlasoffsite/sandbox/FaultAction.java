package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What goes wrong. In JSON and YAML each is an object whose {@code type} is the name given here; durations are ISO 8601
 * ({@code PT2S}); offsets and lengths are bytes. Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FaultAction.Reply.class, name = "reply"),
    @JsonSubTypes.Type(value = FaultAction.Redirect.class, name = "redirect"),
    @JsonSubTypes.Type(value = FaultAction.Delay.class, name = "delay"),
    @JsonSubTypes.Type(value = FaultAction.Stall.class, name = "stall"),
    @JsonSubTypes.Type(value = FaultAction.Trickle.class, name = "trickle"),
    @JsonSubTypes.Type(value = FaultAction.Cut.class, name = "cut"),
    @JsonSubTypes.Type(value = FaultAction.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = FaultAction.WrongLength.class, name = "wrong-length"),
    @JsonSubTypes.Type(value = FaultAction.FlipBit.class, name = "flip-bit"),
    @JsonSubTypes.Type(value = FaultAction.TrailingGarbage.class, name = "trailing-garbage"),
    @JsonSubTypes.Type(value = FaultAction.ExpiredLink.class, name = "expired-link"),
    @JsonSubTypes.Type(value = FaultAction.IgnoreRange.class, name = "ignore-range"),
    @JsonSubTypes.Type(value = FaultAction.WrongContentRange.class, name = "wrong-content-range"),
    @JsonSubTypes.Type(value = FaultAction.ChangedETag.class, name = "changed-etag"),
    @JsonSubTypes.Type(value = FaultAction.Job.class, name = "job"),
    @JsonSubTypes.Type(value = FaultAction.DeleteSnapshot.class, name = "delete-snapshot"),
    @JsonSubTypes.Type(value = FaultAction.CloseAfterWork.class, name = "close-after-work"),
})
public sealed interface FaultAction {

    /**
     * {@code reply}: answers this instead of doing the work.
     *
     * @param status 200–599; 0 means 500
     * @param errorCode empty takes the documented example of that status
     * @param contentType empty answers the documented JSON error; anything else answers {@code body} as that type
     * @param body may be HTML, empty, or JSON cut short
     */
    record Reply(int status, String errorCode, Map<String, String> headers, String contentType, String body)
            implements FaultAction {

        /** Fills in what was left out. */
        public Reply {
            status = status == 0 ? 500 : status;
            errorCode = errorCode == null ? "" : errorCode;
            headers = headers == null ? Map.of() : Map.copyOf(headers);
            contentType = contentType == null ? "" : contentType;
            body = body == null ? "" : body;
        }

        /** The documented error of this status and code. */
        public static Reply error(int status, String errorCode) {
            return new Reply(status, errorCode, Map.of(), "", "");
        }

        /** Any body, also one that is no JSON. */
        public static Reply raw(int status, String contentType, String body) {
            return new Reply(status, "", Map.of(), contentType, body);
        }

        /** The same with one more header, say {@code Retry-After}. */
        public Reply header(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Reply(status, errorCode, more, contentType, body);
        }
    }

    /**
     * {@code redirect}: answers a redirect instead of doing the work.
     *
     * @param status 0 means 302
     * @param url the Location; {@code {target}} in it stands for the path and query asked for
     */
    record Redirect(int status, String url) implements FaultAction {

        /** Fills in the status. */
        public Redirect {
            status = status == 0 ? 302 : status;
        }
    }

    /** {@code delay}: waits before answering; real time, not the sandbox's clock. */
    record Delay(Duration time) implements FaultAction {}

    /** {@code stall}: sends {@code afterBytes} of the body, waits {@code time} (real), then goes on. */
    record Stall(long afterBytes, Duration time) implements FaultAction {}

    /** {@code trickle}: sends the body no faster than this, 1 or more bytes a second. */
    record Trickle(long bytesPerSecond) implements FaultAction {}

    /** {@code cut}: closes cleanly after so many bytes of the body; -1 closes before answering. */
    record Cut(long afterBytes) implements FaultAction {}

    /** {@code reset}: resets the connection after so many bytes of the body; -1 resets before answering. */
    record Reset(long afterBytes) implements FaultAction {}

    /** {@code wrong-length}: Content-Length is wrong by {@code delta}, above or below 0; the body is whole. */
    record WrongLength(long delta) implements FaultAction {}

    /** {@code flip-bit}: the lowest bit of the byte at this offset of the whole archive is turned over. */
    record FlipBit(long offset) implements FaultAction {}

    /** {@code trailing-garbage}: so many bytes follow the archive, counted in Content-Length. */
    record TrailingGarbage(int bytes) implements FaultAction {}

    /** {@code expired-link}: the download host answers as for a link whose time is over. */
    record ExpiredLink() implements FaultAction {}

    /** {@code ignore-range}: a Range request is answered with 200 and everything. */
    record IgnoreRange() implements FaultAction {}

    /** {@code wrong-content-range}: a Range request is answered with a Content-Range one byte off. */
    record WrongContentRange() implements FaultAction {}

    /** {@code changed-etag}: the link now serves other bytes under another ETag. */
    record ChangedETag() implements FaultAction {}

    /** {@code job}: the restore job that this call makes ends so. */
    record Job(Outcome outcome) implements FaultAction {}

    /** {@code delete-snapshot}: the snapshot of this call is deleted before the call is worked on. */
    record DeleteSnapshot() implements FaultAction {}

    /** {@code close-after-work}: the work is done, and the connection closed without an answer. */
    record CloseAfterWork() implements FaultAction {}

    /** How a restore job ends. */
    enum Outcome {
        /** As it should. */
        READY,
        /** It stays in progress for ever. */
        NEVER,
        /** It fails when it should be ready. */
        FAILED,
        /** It expires when it should be ready. */
        EXPIRED,
        /** It is cancelled when it should be ready. */
        CANCELLED
    }
}
