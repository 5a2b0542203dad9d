package io.atlasoffsite.transfer;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One archive to be downloaded.
 *
 * @param tickets where links come from; not null
 * @param sinks where the bytes go; not null
 * @param hosts which hosts may serve them; not null
 * @param expectedBytes the archive's exact length in bytes, enforced; empty when only the download host may know
 * @param sizeHint roughly how many bytes to expect, used to size parts when no length is known; empty when nobody knows
 * @param inspection when gzip and tar are proved; not null
 * @param listener hears the progress; not null
 */
public record TransferRequest(
        TicketSource tickets,
        SinkFactory sinks,
        HostPolicy hosts,
        OptionalLong expectedBytes,
        OptionalLong sizeHint,
        InspectionMode inspection,
        TransferListener listener) {

    /** Refuses missing parts and negative lengths. */
    public TransferRequest {
        Objects.requireNonNull(tickets, "tickets");
        Objects.requireNonNull(sinks, "sinks");
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(inspection, "inspection");
        Objects.requireNonNull(listener, "listener");
        if (expectedBytes.orElse(0) < 0 || sizeHint.orElse(0) < 0) {
            throw new IllegalArgumentException("a length in bytes is not negative");
        }
    }

    /**
     * A download with inline inspection, of unknown length, that nobody watches.
     *
     * @param tickets where links come from; not null
     * @param sinks where the bytes go; not null
     * @param hosts which hosts may serve them; not null
     * @return the request
     */
    public static TransferRequest of(TicketSource tickets, SinkFactory sinks, HostPolicy hosts) {
        return new TransferRequest(
                tickets,
                sinks,
                hosts,
                OptionalLong.empty(),
                OptionalLong.empty(),
                InspectionMode.INLINE,
                TransferListener.NONE);
    }

    /**
     * The same with an exact length.
     *
     * @param bytes the length of the archive, enforced
     * @return a new request
     */
    public TransferRequest expecting(long bytes) {
        return new TransferRequest(tickets, sinks, hosts, OptionalLong.of(bytes), sizeHint, inspection, listener);
    }

    /**
     * The same with a rough length.
     *
     * @param bytes about the length of the archive
     * @return a new request
     */
    public TransferRequest around(long bytes) {
        return new TransferRequest(tickets, sinks, hosts, expectedBytes, OptionalLong.of(bytes), inspection, listener);
    }

    /**
     * The same with another time of inspection.
     *
     * @param mode when; not null
     * @return a new request
     */
    public TransferRequest inspected(InspectionMode mode) {
        return new TransferRequest(tickets, sinks, hosts, expectedBytes, sizeHint, mode, listener);
    }

    /**
     * The same with a listener.
     *
     * @param who hears the progress; not null
     * @return a new request
     */
    public TransferRequest heardBy(TransferListener who) {
        return new TransferRequest(tickets, sinks, hosts, expectedBytes, sizeHint, inspection, who);
    }
}
