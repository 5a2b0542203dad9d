package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.S3ObjectSettings.Lock;
import io.atlasoffsite.store.S3ObjectSettings.Mode;
import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** What an S3 store asks of its bucket, in one that can do it. */
@WithCeph
class CephOptionsIT {

    static final Lock LOCK = new Lock(Mode.GOVERNANCE, 30);

    private final Clock clock = Clock.fixed(Instant.now().truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    private CephGateway ceph;
    private S3Client client;

    @BeforeEach
    void open(CephGateway gateway) {
        ceph = gateway;
        client = ceph.client();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private S3Store store(S3StoreSettings settings) {
        return new S3Store("vault", ceph.client(), settings, clock);
    }

    private static CommitResult copy(S3Store store) throws Exception {
        byte[] content = Fixtures.random(1000);
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, content);
        return commit(store, attempt, Fixtures.manifest(attempt, content));
    }

    private static CommitResult commit(S3Store store, Attempt attempt, Manifest manifest) throws Exception {
        CommitResult result = new CopyWriter(store).commit(manifest, Fixtures.SNAPSHOT_JSON, attempt);
        attempt.end();
        return result;
    }

    private List<String> keys(S3StoreSettings settings, String below) {
        return client.listObjectsV2(r -> r.bucket(settings.bucket()).prefix("atlas/" + below)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private HeadObjectResponse head(S3StoreSettings settings, String key) {
        return client.headObject(r -> r.bucket(settings.bucket()).key(key));
    }

    private void locked(S3StoreSettings settings, int objects, Lock lock) {
        assertThat(keys(settings, Fixtures.PROJECT)).hasSize(objects).allSatisfy(key -> {
            assertThat(head(settings, key).objectLockMode().toString())
                    .isEqualTo(lock.mode().name());
            assertThat(head(settings, key).objectLockRetainUntilDate())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(lock.days())));
        });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyFileOfACopyIsLockedAndNothingElse(Mode mode) throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(new Lock(mode, 7));
        try (S3Store store = store(settings)) {
            copy(store);

            locked(settings, 5, new Lock(mode, 7));
            assertThat(keys(settings, ".offsite"))
                    .containsExactly("atlas/" + Layout.FORMAT)
                    .allSatisfy(key ->
                            assertThat(head(settings, key).objectLockMode()).isNull());
        }
    }

    @Test
    void aLockedFileCannotBeDestroyedByWhoWroteIt() throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(LOCK);
        try (S3Store store = store(settings)) {
            copy(store);
        }
        List<ObjectVersion> versions = client.listObjectVersions(
                        r -> r.bucket(settings.bucket()).prefix("atlas/" + Fixtures.PROJECT))
                .versions();

        assertThat(versions)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(version -> assertThatThrownBy(() -> client.deleteObject(r ->
                                r.bucket(settings.bucket()).key(version.key()).versionId(version.versionId())))
                        .isInstanceOf(S3Exception.class)
                        .hasMessageContaining("403"));
    }

    @Test
    void anArchiveThatWasKeptIsLockedInTheCopyOfTheNextAttempt() throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(LOCK).withTags(Map.of("team", "backup"));
        byte[] content = Fixtures.random(1000);
        try (S3Store store = store(settings)) {
            Attempt failed = Fixtures.begin(store);
            Fixtures.write(store, failed, content);
            Manifest manifest = Fixtures.manifest(failed, content);
            KeptArchives kept = new KeptArchives(store);
            kept.keep(Fixtures.COPY, manifest.archives().get(0), List.of());
            Attempts sweeper = Fixtures.attempts(store, "p2");
            assertThat(sweeper.sweep(sweeper.dead()).orphans()).isEmpty();

            assertThat(kept.of(Fixtures.COPY)).hasSize(1);
            commit(store, sweeper.begin(Fixtures.COPY, List.of("orders")), manifest);
            kept.forget(Fixtures.COPY);

            locked(settings, 5, LOCK);
            assertThat(keys(settings, Fixtures.PROJECT))
                    .allSatisfy(key -> assertThat(tags(settings, key)).containsExactly(tag("team", "backup")));
            assertThat(keys(settings, ".offsite")).containsExactly("atlas/" + Layout.FORMAT);
        }
    }

    @Test
    void f39_theLosersLockedArchiveIsNotPartOfTheCopy() throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(LOCK);
        try (S3Store store = store(settings)) {
            copy(store);
            SealedManifest first = ((ManifestFile.Whole) ManifestFile.read(store, Fixtures.COPY)).sealed();
            assertThat(copy(store)).isInstanceOf(CommitResult.AlreadyThere.class);

            // Ceph ignores conditions in buckets with versions: what lost stays, since a late manifest could name it.
            int archives = first.manifest().archives().size();
            locked(settings, 5 + archives, LOCK);
            SealedManifest now = ((ManifestFile.Whole) ManifestFile.read(store, Fixtures.COPY)).sealed();
            assertThat(now.seal()).isEqualTo(first.seal());
        }
    }

    @Test
    void aBucketWithoutLockIsRefusedBeforeAnythingOfTheCopyIsWritten() throws Exception {
        S3StoreSettings settings = ceph.newBucket().withLock(LOCK);
        try (S3Store store = store(settings)) {
            Attempt attempt = Fixtures.begin(store);

            assertThatThrownBy(() -> Fixtures.sink(store, attempt))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining("the bucket has no object lock")
                    .hasMessageContaining("s3://" + settings.bucket());
            attempt.end();
            assertThat(keys(settings, Fixtures.PROJECT)).isEmpty();
            assertThat(store.shortcomings()).singleElement().satisfies(unfit -> {
                assertThat(unfit.refused()).isTrue();
                assertThat(unfit.sentence()).contains("no object lock");
            });
        }
    }

    @Test
    void aBucketThatLocksByDefaultIsUsedAndSaidToKeepWhatIsSwept() throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(LOCK);
        client.putObjectLockConfiguration(r -> r.bucket(settings.bucket())
                .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                        .rule(rule -> rule.defaultRetention(
                                d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(1)))));
        try (S3Store store = store(settings)) {
            store.conditional();
            Fixtures.sink(store, Fixtures.begin(store)).put(Fixtures.Bytes.of(Fixtures.random(1000)));
            Attempts sweeper = Fixtures.attempts(store, "p2");
            assertThat(sweeper.sweep(sweeper.dead()).cleaned()).hasSize(1);
            copy(store);

            locked(settings, 5, LOCK);
            assertThat(keys(settings, ".offsite")).containsExactly("atlas/" + Layout.FORMAT);
            assertThat(store.shortcomings())
                    .extracting(ArchiveStore.Shortcoming::sentence)
                    .anySatisfy(sentence -> assertThat(sentence).contains("locks by default"));
            assertThat(store.shortcomings()).noneMatch(ArchiveStore.Shortcoming::refused);
        }
    }

    @Test
    void oldVersionsThatStayForEverAreSaidUntilARuleExpiresThem() throws Exception {
        S3StoreSettings settings = ceph.newLockedBucket().withLock(LOCK);
        try (S3Store store = store(settings)) {
            assertThat(store.shortcomings()).singleElement().satisfies(known -> {
                assertThat(known.refused()).isFalse();
                assertThat(known.sentence()).contains("old versions for ever");
            });
            LifecycleRule rule = LifecycleRule.builder()
                    .id("old")
                    .status("Enabled")
                    .filter(f -> f.prefix(""))
                    .noncurrentVersionExpiration(e -> e.noncurrentDays(1))
                    .build();
            client.putBucketLifecycleConfiguration(
                    r -> r.bucket(settings.bucket()).lifecycleConfiguration(l -> l.rules(rule)));
            assertThat(store.shortcomings()).isEmpty();
        }
        try (S3Store plain = store(ceph.newBucket())) {
            assertThat(plain.shortcomings()).isEmpty();
        }
    }

    @Test
    void everyFileOfACopyIsTagged() throws Exception {
        S3StoreSettings settings = ceph.newBucket().withTags(Map.of("team", "backup", "cost centre", "a=b/c"));
        try (S3Store store = store(settings)) {
            copy(store);

            assertThat(keys(settings, Fixtures.PROJECT))
                    .hasSize(5)
                    .allSatisfy(key -> assertThat(tags(settings, key))
                            .containsExactlyInAnyOrder(tag("team", "backup"), tag("cost centre", "a=b/c")));
            assertThat(tags(settings, "atlas/" + Layout.FORMAT)).isEmpty();
        }
    }

    private List<Tag> tags(S3StoreSettings settings, String key) {
        return client.getObjectTagging(r -> r.bucket(settings.bucket()).key(key))
                .tagSet();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void everyObjectIsEncryptedWithTheKeyAndReadsBack() throws Exception {
        S3StoreSettings settings = ceph.newBucket().withEncryption("aws:kms", CephGateway.KMS_KEY);
        try (S3Store store = store(settings)) {
            CommitResult result = copy(store);

            assertThat(keys(settings, "")).hasSize(6).allSatisfy(key -> {
                assertThat(head(settings, key).serverSideEncryptionAsString()).isEqualTo("aws:kms");
                assertThat(head(settings, key).ssekmsKeyId()).isEqualTo(CephGateway.KMS_KEY);
            });
            Manifest.Archive archive = result.manifest().manifest().archives().get(0);
            assertThat(store.read(Fixtures.COPY + "/" + archive.file(), 1000)).hasValue(Fixtures.random(1000));
        }
    }

    @Test
    void anEncryptionTheStorePassesOverIsRefusedAndNothingStaysOpen() throws Exception {
        S3StoreSettings settings = ceph.newBucket();
        try (S3Store plain = store(settings);
                S3Store store = store(settings.withEncryption("AES256", ""))) {
            assertThatThrownBy(() -> store.put("a/x", new byte[1]))
                    .hasMessageContaining("does not encrypt where sse asks for AES256");
            assertThatThrownBy(() -> store.putIfAbsent("a/y", new byte[1])).hasMessageContaining("does not encrypt");
            Attempt attempt = Fixtures.begin(plain);
            assertThatThrownBy(() -> store.newArchive(Fixtures.archive(attempt), OptionalLong.of(1000), attempt))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED));
            assertThat(client.listMultipartUploads(r -> r.bucket(settings.bucket()))
                            .uploads())
                    .isEmpty();
        }
    }

    @Test
    void aKeyOrAClassTheStoreDoesNotHaveIsRefused() throws Exception {
        try (S3Store noKey = store(ceph.newBucket().withEncryption("aws:kms", "nobodys"));
                S3Store noClass = store(ceph.newBucket().withStorageClass("GLACIER"))) {
            refused(() -> noKey.put("a/x", new byte[1]));
            Attempt attempt = Fixtures.begin(noClass);
            refused(() -> Fixtures.sink(noClass, attempt));
        }
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(Kind.REFUSED));
    }

    @Test
    void f33_aBucketOfSomebodyElseAndAQuotaAreToldApart() throws Exception {
        S3StoreSettings others = ceph.newBucket();
        try (S3Client small = ceph.smallClient();
                S3Store denied = new S3Store("vault", ceph.smallClient(), others);
                S3Store full = new S3Store(
                        "vault",
                        ceph.smallClient(),
                        S3StoreSettings.of("small", "atlas").withParts(5 << 20, 5L << 30, 100, 1))) {
            small.createBucket(r -> r.bucket("small"));

            assertThatThrownBy(() -> denied.put("a/x", new byte[1]))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining("access denied");
            assertThatThrownBy(() -> full.put("a/x", new byte[2 << 20]))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.FULL))
                    .hasMessageContaining("no room left");
        }
    }
}
