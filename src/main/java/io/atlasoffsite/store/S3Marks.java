package io.atlasoffsite.store;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * The encryption, class, lock and tags a new object gets, by its path. They are on the request that makes the object, so that
 * there is no moment without them. Thread safe.
 */
final class S3Marks {

    private final S3ObjectSettings settings;
    private final Clock clock;

    S3Marks(S3ObjectSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    PutObjectRequest.Builder on(PutObjectRequest.Builder request, String path) {
        request.serverSideEncryption(S3Calls.orNone(settings.sse())).ssekmsKeyId(S3Calls.orNone(settings.kmsKeyId()));
        retention(path)
                .ifPresent(lock ->
                        request.objectLockMode(lock.modeAsString()).objectLockRetainUntilDate(lock.retainUntilDate()));
        tags(path).ifPresent(request::tagging);
        return request;
    }

    CreateMultipartUploadRequest.Builder on(CreateMultipartUploadRequest.Builder request, String path) {
        request.serverSideEncryption(S3Calls.orNone(settings.sse())).ssekmsKeyId(S3Calls.orNone(settings.kmsKeyId()));
        request.storageClass(Layout.partOfCopy(path) ? S3Calls.orNone(settings.storageClass()) : null);
        retention(path)
                .ifPresent(lock ->
                        request.objectLockMode(lock.modeAsString()).objectLockRetainUntilDate(lock.retainUntilDate()));
        tags(path).ifPresent(request::tagging);
        return request;
    }

    /** The lock, from now on; in whole seconds, as S3 keeps them. */
    Optional<ObjectLockRetention> retention(String path) {
        return settings.lock()
                .filter(lock -> Layout.partOfCopy(path))
                .map(lock -> ObjectLockRetention.builder()
                        .mode(lock.mode().name())
                        .retainUntilDate(
                                clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(lock.days(), ChronoUnit.DAYS))
                        .build());
    }

    /** Less a day, because an upload takes its time and the lock is counted from its beginning. */
    static boolean weaker(HeadObjectResponse stored, ObjectLockRetention wanted) {
        return stored.objectLockMode() == null
                || stored.objectLockRetainUntilDate() == null
                || stored.objectLockRetainUntilDate().plus(1, ChronoUnit.DAYS).isBefore(wanted.retainUntilDate());
    }

    Optional<Tagging> tags(String path) {
        if (settings.tags().isEmpty() || !Layout.partOfCopy(path)) {
            return Optional.empty();
        }
        return Optional.of(Tagging.builder()
                .tagSet(new TreeMap<>(settings.tags())
                        .entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                .build());
    }
}
