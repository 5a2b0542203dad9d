package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.Snapshot;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * What a copy would be, without making it: the answer of {@code direct:offsite-preview-copy}. Immutable and thread safe.
 *
 * @param copyId the copy's id; not null
 * @param snapshot the snapshot that would be copied; not null
 * @param there the stores that have it already
 * @param missing the stores that would receive it, in the plan's order
 * @param lost why each other store cannot say
 */
public record CopyPreview(
        String copyId, Snapshot snapshot, List<String> there, List<String> missing, List<OffsiteException> lost) {

    /** Copies the lists. */
    public CopyPreview {
        there = List.copyOf(there);
        missing = List.copyOf(missing);
        lost = List.copyOf(lost);
    }

    /** The last step of the route: body in is the task, body out the preview. */
    static void describe(Exchange exchange) {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        exchange.getMessage()
                .setBody(new CopyPreview(
                        task.copyId().toString(),
                        task.chosen(),
                        task.present().stream().map(Target::store).toList(),
                        task.pending().stream().map(Target::store).toList(),
                        task.failures()));
    }
}
