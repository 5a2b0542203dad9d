package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Part;
import io.atlasoffsite.transfer.PartRules;
import io.atlasoffsite.transfer.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One archive on its way into a bucket: a multipart upload, whatever the size, so that there is one way to be right. The client
 * retries single requests; when the answer to the last one is lost, the object itself is looked at before anything is believed.
 * The complete is not conditional: no other attempt can have this key, and not every store takes the condition.
 */
final class S3Sink implements ArchiveSink {

    private static final Logger LOG = LoggerFactory.getLogger(S3Sink.class);

    private final S3Calls calls;
    private final S3Uploads uploads;
    private final S3Probe probe;
    private final String path;
    private final String uploadId;
    private final Attempt attempt;
    private final ConcurrentSkipListMap<Integer, CompletedPart> parts = new ConcurrentSkipListMap<>();
    private boolean whole;
    private boolean ended;

    S3Sink(S3Calls calls, S3Uploads uploads, S3Probe probe, String path, String uploadId, Attempt attempt) {
        this.calls = calls;
        this.uploads = uploads;
        this.probe = probe;
        this.path = path;
        this.uploadId = uploadId;
        this.attempt = attempt;
    }

    @Override
    public PartRules partRules() {
        S3StoreSettings settings = calls.settings();
        return new PartRules(
                settings.smallestPart(), settings.largestPart(), settings.mostParts(), settings.parallel());
    }

    @Override
    public void put(Part part) throws IOException, InterruptedException {
        String checksum = Crc32c.base64(part);
        PartStreams streams = new PartStreams(part);
        try {
            RequestBody body = RequestBody.fromContentProvider(streams, part.length(), "application/octet-stream");
            CompletedPart done = calls.call(
                    "upload part " + part.number() + " of",
                    path,
                    () -> uploads.part(path, uploadId, part.number(), checksum, body, part.length()));
            parts.put(part.number(), done);
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        } catch (InterruptedIOException interrupted) {
            throw Interrupts.of(interrupted);
        } finally {
            streams.close();
        }
        attempt.alive();
    }

    @Override
    public Receipt commit(long bytes) throws IOException, InterruptedException {
        try {
            boolean checksums = probe.checksums();
            complete(bytes);
            Optional<HeadObjectResponse> stored = calls.head(path);
            if (stored.isEmpty() || stored.get().contentLength() != bytes) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        calls.where("complete upload of", path),
                        "the store said done and has "
                                + (stored.isEmpty() ? "nothing" : stored.get().contentLength() + " bytes")
                                + " instead of " + bytes + " bytes; copy the snapshot again");
            }
            whole = true;
            calls.markAgain(path, stored.get());
            ended = true;
            removeDuplicates();
            return new Receipt(bytes, checksums);
        } catch (InterruptedIOException interrupted) {
            throw Interrupts.of(interrupted);
        }
    }

    /** A create whose answer was lost was retried, and began the upload twice. The archive is whole whatever comes of this. */
    private void removeDuplicates() {
        try {
            Uninterrupted.run(() -> uploads.abortAll(path));
        } catch (IOException failure) {
            if (!notAllowedToLook(failure)) {
                LOG.warn("other uploads of {} may be left; the next sweep looks again", path, failure);
                attempt.leftBehind();
            }
        }
    }

    private static boolean notAllowedToLook(IOException failure) {
        return failure instanceof StoreException refused
                && refused.kind() == Kind.REFUSED
                && refused.verb().startsWith("list");
    }

    private void complete(long bytes) throws IOException {
        try {
            uploads.complete(path, uploadId, List.copyOf(parts.values()));
        } catch (SdkException failure) {
            IOException translated = S3Errors.translate(calls.where("complete upload of", path), failure);
            if (translated instanceof InterruptedIOException || !done(bytes, translated)) {
                throw translated;
            }
            LOG.info("the upload of {} was completed although the answer said otherwise", path);
        }
    }

    /** The answer may have been lost after the deed: only the object itself can tell. */
    private boolean done(long bytes, IOException answer) {
        try {
            OptionalLong stored = calls.size(path);
            return stored.isPresent() && stored.getAsLong() == bytes;
        } catch (IOException failure) {
            answer.addSuppressed(failure);
            return false;
        }
    }

    @Override
    public void abort() throws IOException {
        if (ended) {
            return;
        }
        try {
            Uninterrupted.run(this::abortNow);
            ended = true;
        } catch (IOException failure) {
            attempt.leftBehind();
            throw failure;
        }
    }

    private void abortNow() throws IOException {
        if (whole) {
            calls.delete(path);
        }
        uploads.abort(path, uploadId);
        try {
            uploads.abortAll(path);
        } catch (StoreException failure) {
            if (!notAllowedToLook(failure)) {
                throw failure;
            }
        }
    }

    /** A new stream over the part for every try; none is left open. Used by one thread at a time. */
    private static final class PartStreams implements ContentStreamProvider {
        private final Part part;
        private InputStream current = InputStream.nullInputStream();

        PartStreams(Part part) {
            this.part = part;
        }

        @Override
        public InputStream newStream() {
            try {
                current.close();
                current = part.open();
                return current;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        void close() throws IOException {
            current.close();
        }
    }
}
