package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Copies in an S3 bucket, or in whatever calls itself S3: what such a store claims is tried out before it is believed. The client
 * comes from outside with its credentials, region and retries, and is closed with the store.
 */
public final class S3Store implements ArchiveStore {

    private static final Duration PROBE_AGE = Duration.ofHours(1);
    private static final int READS_AT_ONCE = 4;

    private final String name;
    private final S3Client client;
    private final Runnable whenClosed;
    private final S3Calls calls;
    private final S3Reads reads;
    private final S3Uploads uploads;
    private final S3Probe probe;
    private final S3Bucket bucket;

    /**
     * A store in a bucket. Nothing is asked until it is used.
     *
     * @param name its configured name
     * @param client a client for the bucket's region; owned by the store from now on
     * @param settings where in the bucket and how
     * @param clock what locks are counted from
     */
    public S3Store(String name, S3Client client, S3StoreSettings settings, Clock clock) {
        this(name, client, settings, clock, client::close);
    }

    private S3Store(String name, S3Client client, S3StoreSettings settings, Clock clock, Runnable whenClosed) {
        this.name = name;
        this.whenClosed = whenClosed;
        this.client = client;
        this.calls = new S3Calls(name, client, settings, clock);
        this.reads = new S3Reads(calls);
        this.uploads = new S3Uploads(calls);
        this.probe = new S3Probe(calls, uploads);
        this.bucket = new S3Bucket(calls);
    }

    /**
     * A store in a bucket, by the system's clock.
     *
     * @param name its configured name
     * @param client a client for the bucket's region; owned by the store from now on
     * @param settings where in the bucket and how
     */
    public S3Store(String name, S3Client client, S3StoreSettings settings) {
        this(name, client, settings, Clock.systemUTC());
    }

    /**
     * A store in a bucket whose client is somebody else's, and stays open when the store is closed.
     *
     * @param name its configured name
     * @param client a client for the bucket's region
     * @param settings where in the bucket and how
     * @param clock what locks are counted from
     * @return the store
     */
    public static S3Store borrowing(String name, S3Client client, S3StoreSettings settings, Clock clock) {
        return new S3Store(name, client, settings, clock, () -> {});
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> fetchCommands(String folder) {
        String endpoint = calls.settings().endpoint();
        String option = endpoint.isEmpty() ? "" : " --endpoint-url '" + endpoint + "'";
        return List.of("COPY=\"$INTO/copy\"", "aws s3 cp --recursive" + option + " '" + url(folder) + "/' \"$COPY\"");
    }

    @Override
    public String restoreArguments(String folder) {
        String endpoint = calls.settings().endpoint();
        return "'" + url(folder) + "'" + (endpoint.isEmpty() ? "" : " --endpoint '" + endpoint + "' --path-style");
    }

    private String url(String folder) {
        return "s3://" + calls.settings().bucket() + "/" + calls.key(StorePath.check(folder));
    }

    @Override
    public ArchiveSink newArchive(String path, OptionalLong expectedBytes, Attempt attempt) throws IOException {
        if (calls.size(StorePath.check(path)).isPresent()) {
            throw StoreException.of(
                    Kind.REFUSED,
                    calls.where("write", path),
                    "there is an object of that name already; start a new attempt");
        }
        bucket.checkLock();
        String uploadId = uploads.begin(path);
        S3Sink sink = new S3Sink(calls, uploads, probe, path, uploadId, attempt);
        try {
            attempt.uploadStarted(path, uploadId);
            return sink;
        } catch (IOException failure) {
            try {
                sink.abort();
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        StorePath.check(path);
        PutObjectResponse stored = calls.call(
                "write", path, () -> calls.put(calls.putRequest(path, content).build(), content));
        calls.encrypted(path, stored.serverSideEncryptionAsString());
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        if (calls.size(StorePath.check(path)).isPresent()) {
            return false;
        }
        try {
            PutObjectResponse stored =
                    calls.put(calls.putRequest(path, content).ifNoneMatch("*").build(), content);
            calls.encrypted(path, stored.serverSideEncryptionAsString());
            return true;
        } catch (S3Exception refused) {
            if (unknownHeader(refused)) {
                put(path, content);
                return true;
            }
            if (refused.statusCode() == 412 || refused.statusCode() == 409) {
                return isOurs(path, content, refused);
            }
            throw S3Errors.translate(calls.where("write", path), refused);
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where("write", path), failure);
        }
    }

    /** Nothing was there a moment ago: what is there now may be our own write, whose answer was lost and which was retried. */
    private boolean isOurs(String path, byte[] content, S3Exception refused) throws IOException {
        Optional<byte[]> there = reads.upTo(path, content.length + 1);
        if (there.isEmpty()) {
            throw S3Errors.translate(calls.where("write", path), refused);
        }
        return Arrays.equals(there.get(), content);
    }

    /** A store that says it does not know the condition. */
    static boolean unknownHeader(S3Exception refused) {
        String code = S3Errors.code(refused);
        return refused.statusCode() == 501
                || refused.statusCode() == 400 && (code.equals("NotImplemented") || code.equals("InvalidArgument"));
    }

    @Override
    public boolean conditional() throws IOException {
        return probe.conditions();
    }

    @Override
    public Optional<byte[]> read(String path, int limitBytes) throws IOException {
        return reads.whole(StorePath.check(path), limitBytes);
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        return reads.open(StorePath.check(path), offset, length);
    }

    @Override
    public int readsAtOnce() {
        return READS_AT_ONCE;
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        return calls.size(StorePath.check(path));
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        return new S3Listing(client, calls).of(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        calls.delete(StorePath.check(path));
    }

    @Override
    public void discard(AttemptRecord attempt) throws IOException {
        for (AttemptRecord.Upload upload : attempt.uploads()) {
            uploads.abort(upload.path(), upload.id());
        }
        for (String file : attempt.files()) {
            uploads.abortAll(file);
        }
    }

    @Override
    public void tidy() throws IOException {
        Instant before = now().minus(PROBE_AGE);
        for (MultipartUpload upload : uploads.unfinished(Layout.PROBES + "/")) {
            if (upload.initiated().isBefore(before)) {
                uploads.abort(upload.key().substring(calls.key("").length()), upload.uploadId());
            }
        }
        for (Entry entry : list(Layout.PROBES)) {
            String path = Layout.PROBES + "/" + entry.name();
            if (!entry.folder() && modified(path).isBefore(before)) {
                delete(path);
            }
        }
    }

    private Instant modified(String path) throws IOException {
        return calls.call(
                "look at",
                path,
                () -> client.headObject(r -> r.bucket(calls.settings().bucket())
                                .key(calls.key(path))
                                .expectedBucketOwner(calls.owner()))
                        .lastModified());
    }

    @Override
    public Instant now() throws IOException {
        Optional<String> date = calls.headBucket().sdkHttpResponse().firstMatchingHeader("Date");
        try {
            return ZonedDateTime.parse(date.orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException unreadable) {
            throw StoreException.of(
                    Kind.UNAVAILABLE,
                    calls.where("tell the time of", ""),
                    "its answer has no date; check the endpoint",
                    unreadable);
        }
    }

    @Override
    public List<Shortcoming> shortcomings() throws IOException {
        return bucket.shortcomings();
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
