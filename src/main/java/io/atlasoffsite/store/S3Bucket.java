package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whether a bucket can do what its store's settings ask of it; read once, when first needed. Thread safe. */
final class S3Bucket {

    private static final Set<Integer> CANNOT = Set.of(400, 404, 405, 501);
    private static final Set<Integer> MAY_NOT = Set.of(401, 403);

    /** For one question with all its retries: a service waits for the answers before it starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final S3Calls calls;
    private Optional<Locking> locking = Optional.empty();

    S3Bucket(S3Calls calls) {
        this.calls = calls;
    }

    private enum Locking {
        NONE,
        THERE,
        /** There, and the bucket locks by itself what is written without a lock. */
        BY_DEFAULT,
        NOT_TOLD
    }

    /** Fails when archives are to be locked and the bucket cannot: some stores pass over a lock they do not know. */
    void checkLock() throws IOException {
        if (calls.settings().objects().lock().isPresent() && locking() == Locking.NONE) {
            throw StoreException.of(Kind.REFUSED, calls.where("lock", ""), missingLock());
        }
    }

    /** What there is to know before the store is relied upon. */
    List<ArchiveStore.Shortcoming> shortcomings() throws IOException {
        boolean wanted = calls.settings().objects().lock().isPresent();
        List<ArchiveStore.Shortcoming> found = new ArrayList<>();
        switch (locking()) {
            case NONE -> {
                if (wanted) {
                    found.add(new ArchiveStore.Shortcoming(true, missingLock()));
                }
            }
            case BY_DEFAULT ->
                found.add(new ArchiveStore.Shortcoming(
                        false,
                        "the bucket locks by default also what lies below .offsite/: what is deleted there stays as an old"
                                + " version until its lock ends; use a bucket without default retention, and objectLock"
                                + " here"));
            case NOT_TOLD -> {
                if (wanted) {
                    found.add(new ArchiveStore.Shortcoming(
                            false,
                            "these credentials may not see whether the bucket has object lock; give them"
                                    + " s3:GetBucketObjectLockConfiguration"));
                }
            }
            case THERE -> {}
        }
        if (versions() && !forgetsVersions()) {
            found.add(new ArchiveStore.Shortcoming(
                    false,
                    "the bucket keeps old versions for ever, so that what is deleted still takes room; give it a lifecycle"
                            + " rule that expires noncurrent versions"));
        }
        return found;
    }

    private static String missingLock() {
        return "the bucket has no object lock, which objectLock asks for; use a bucket that was made with it, or remove"
                + " objectLock";
    }

    /** A bucket without a lock is asked again: somebody may mend it. */
    private synchronized Locking locking() throws IOException {
        if (locking.isEmpty() || locking.get() == Locking.NONE) {
            locking = Optional.of(readLocking());
        }
        return locking.get();
    }

    private Locking readLocking() throws IOException {
        try {
            ObjectLockConfiguration configuration = calls.client()
                    .getObjectLockConfiguration(r -> r.bucket(calls.settings().bucket())
                            .expectedBucketOwner(calls.owner())
                            .overrideConfiguration(c -> c.apiCallTimeout(PATIENCE)))
                    .objectLockConfiguration();
            if (configuration == null || configuration.objectLockEnabled() != ObjectLockEnabled.ENABLED) {
                return Locking.NONE;
            }
            return configuration.rule() == null ? Locking.THERE : Locking.BY_DEFAULT;
        } catch (S3Exception answer) {
            return refusedToTell(answer, "look at the lock of");
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where("look at the lock of", ""), failure);
        }
    }

    private Locking refusedToTell(S3Exception answer, String verb) throws IOException {
        String code = S3Errors.code(answer);
        if (MAY_NOT.contains(answer.statusCode()) && code.equals("AccessDenied")) {
            return Locking.NOT_TOLD;
        }
        if (CANNOT.contains(answer.statusCode()) && !S3Errors.known(code)) {
            return Locking.NONE;
        }
        throw S3Errors.translate(calls.where(verb, ""), answer);
    }

    private boolean versions() throws IOException {
        return told(
                "look at the versioning of",
                false,
                () -> calls.client()
                                .getBucketVersioning(
                                        r -> r.bucket(calls.settings().bucket())
                                                .expectedBucketOwner(calls.owner())
                                                .overrideConfiguration(c -> c.apiCallTimeout(PATIENCE)))
                                .status()
                        == BucketVersioningStatus.ENABLED);
    }

    /** A rule for some of the objects is taken for one that somebody thought about. */
    private boolean forgetsVersions() throws IOException {
        return told(
                "look at the lifecycle of",
                true,
                () -> calls
                        .client()
                        .getBucketLifecycleConfiguration(
                                r -> r.bucket(calls.settings().bucket())
                                        .expectedBucketOwner(calls.owner())
                                        .overrideConfiguration(c -> c.apiCallTimeout(PATIENCE)))
                        .rules()
                        .stream()
                        .anyMatch(rule -> rule.status() == ExpirationStatus.ENABLED
                                && rule.noncurrentVersionExpiration() != null));
    }

    /**
     * Asks; what the store does not know is no, and what these credentials may not ask is taken for what needs no word.
     */
    private boolean told(String verb, boolean whenNotAllowed, Supplier<Boolean> question) throws IOException {
        try {
            return question.get();
        } catch (S3Exception answer) {
            return refusedToTell(answer, verb) == Locking.NOT_TOLD && whenNotAllowed;
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where(verb, ""), failure);
        }
    }
}
