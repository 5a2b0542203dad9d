package io.atlasoffsite.route;

import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.Spans;
import io.atlasoffsite.restore.CopyRestorer;
import io.atlasoffsite.restore.Restored;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that unpack a copy, or say what that would take. Thread safe. */
final class UnpackCopy {

    private static final Logger LOG = LoggerFactory.getLogger(UnpackCopy.class);

    private final CopyRestorer restorer;

    UnpackCopy(CopyRestorer restorer) {
        this.restorer = restorer;
    }

    /** Body out: a {@link io.atlasoffsite.restore.RestorePreview}. */
    void preview(Exchange exchange) throws IOException, InterruptedException {
        exchange.getMessage().setBody(restorer.preview(RestoreWork.of(exchange).task()));
    }

    /** Body out: the {@link RestoreResult}; the directory is there, and durable. */
    void unpack(Exchange exchange) throws IOException, InterruptedException {
        RestoreWork work = RestoreWork.of(exchange);
        Restored restored = unpacked(work, HostSpans.of(exchange));
        LOG.info(
                "copy {}: {} in {}, {} bytes",
                restored.copyId(),
                restored.repeated() ? "is already" : restored.whole() ? "restored" : "restored with damage",
                restored.into(),
                restored.bytes());
        List<String> warnings = Stream.concat(work.warnings().stream(), restored.warnings().stream())
                .toList();
        RestoreOutcome outcome = new RestoreOutcome.Unpacked(
                restored.whole(),
                restored.repeated(),
                restored.seal(),
                restored.mongodbVersion(),
                restored.seconds(),
                restored.cpuSeconds(),
                restored.archives().stream().map(UnpackCopy::archive).toList(),
                warnings);
        exchange.getMessage().setBody(new RestoreResult(work.order().request().requestId(), work.subject(), outcome));
    }

    private Restored unpacked(RestoreWork work, Spans spans) throws IOException, InterruptedException {
        try (Spans.Span span = spans.begin("offsite-unpack")) {
            Restored restored = restorer.restore(work.task(), work.order().tally());
            span.with(About.COPY, restored.copyId().toString())
                    .with("offsite.bytes", restored.bytes())
                    .with("offsite.stores", stores(restored))
                    .done();
            return restored;
        }
    }

    /** The stores that gave out its archives. */
    private static String stores(Restored restored) {
        return restored.archives().stream()
                .map(Restored.Archive::store)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static RestoreOutcome.Archive archive(Restored.Archive archive) {
        return new RestoreOutcome.Archive(
                archive.file(),
                archive.replicaSet(),
                archive.directory(),
                archive.store(),
                archive.bytes(),
                archive.sha256(),
                archive.files(),
                archive.extractedBytes(),
                archive.proved(),
                archive.resumed(),
                archive.unproved());
    }
}
