package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.S3ObjectSettings.Lock;
import io.atlasoffsite.store.S3ObjectSettings.Mode;
import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.FaultyProxy.Request;
import io.atlasoffsite.testing.S3Server;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of an S3, on the wire: a server that knows none of it, behind a proxy that answers as one that does. */
class S3OptionsIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00.5Z"), ZoneOffset.UTC);
    private static final String UNTIL = "2026-12-02T12:00:00Z";
    private static final Predicate<Request> CREATE = FaultyProxy.is("POST", "?uploads");
    private static final Predicate<Request> PUT =
            FaultyProxy.is("PUT", "/").and(request -> !request.target().contains("partNumber"));
    private static final Predicate<Request> LOCK = FaultyProxy.is("GET", "?object-lock");
    private static final Predicate<Request> RETAIN = FaultyProxy.is("PUT", "?retention");
    private static final Predicate<Request> TAG = FaultyProxy.is("PUT", "?tagging");

    private S3Server server;
    private FaultyProxy proxy;

    @BeforeEach
    void open() throws Exception {
        server = new S3Server(AuthenticationType.NONE);
        proxy = new FaultyProxy(server.port());
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        server.stop();
    }

    private S3Store store(S3StoreSettings settings) {
        return new S3Store("vault", S3Server.client(proxy.port()), settings, CLOCK);
    }

    private static S3StoreSettings everything() {
        return S3Server.settings()
                .withStorageClass("STANDARD_IA")
                .withEncryption("aws:kms", "alias/offsite")
                .withLock(new Lock(Mode.COMPLIANCE, 10))
                .withTags(Map.of("team", "backup", "cost centre", "47 11"))
                .withExpectedBucketOwner("012345678901");
    }

    /** Answers as an S3 that has everything: the server behind hears nothing of it. */
    private void haveEverything() {
        answer(
                LOCK,
                "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>");
        answer(RETAIN.or(TAG), "");
        proxy.fault(
                CREATE.or(PUT),
                Integer.MAX_VALUE,
                FaultyProxy.changeBoth(
                        S3OptionsIT::bare,
                        answer -> answer.replaceFirst("\r\n", "\r\nx-amz-server-side-encryption: aws:kms\r\n")));
        proxy.fault(
                FaultyProxy.is("HEAD", ".tar.gz"),
                Integer.MAX_VALUE,
                FaultyProxy.changeBoth(
                        S3OptionsIT::bare,
                        answer -> answer.replaceFirst(
                                "\r\n",
                                "\r\nx-amz-object-lock-mode: COMPLIANCE\r\nx-amz-object-lock-retain-until-date: "
                                        + UNTIL + "\r\nx-amz-tagging-count: 2\r\n")));
        proxy.fault(request -> true, Integer.MAX_VALUE, FaultyProxy.changeRequest(S3OptionsIT::bare));
    }

    /** Without what the server does not know. */
    private static String bare(String head) {
        return head.replaceAll(
                "(?im)^x-amz-(server-side|object-lock|tagging|storage-class|expected-bucket)[^\r]*\r\n", "");
    }

    private void answer(Predicate<Request> matches, String body) {
        proxy.fault(
                matches,
                Integer.MAX_VALUE,
                FaultyProxy.changeAnswer(
                        ignored -> "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: "
                                + body.length() + "\r\nConnection: close\r\n\r\n" + body));
    }

    private static void copy(S3Store store) throws Exception {
        byte[] content = Fixtures.random(1000);
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, content);
        new CopyWriter(store).commit(Fixtures.manifest(attempt, content), Fixtures.SNAPSHOT_JSON, attempt);
        attempt.end();
    }

    private List<Request> seen(Predicate<Request> matches) {
        return proxy.seen().stream().filter(matches).toList();
    }

    private static boolean ofTheCopy(Request request) {
        return request.target().contains(Fixtures.PROJECT);
    }

    @Test
    void theRequestsThatMakeACopysObjectsAskForEverything() throws Exception {
        haveEverything();
        try (S3Store store = store(everything())) {
            copy(store);
        }
        List<Request> making = seen(CREATE.or(PUT).and(S3OptionsIT::ofTheCopy));

        assertThat(making).hasSize(5).allSatisfy(request -> {
            assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("alias/offsite");
            assertThat(request.header("x-amz-object-lock-mode")).isEqualTo("COMPLIANCE");
            assertThat(request.header("x-amz-object-lock-retain-until-date")).isEqualTo(UNTIL);
            assertThat(request.header("x-amz-tagging")).contains("team=backup").contains("cost%20centre=47%2011");
            assertThat(request.header("x-amz-storage-class"))
                    .isEqualTo(request.method().equals("POST") ? "STANDARD_IA" : "");
        });
        assertThat(seen(PUT.and(S3OptionsIT::ofTheCopy)))
                .allSatisfy(request ->
                        assertThat(request.header("x-amz-checksum-crc32c")).isNotEmpty());
        assertThat(seen(RETAIN.or(TAG))).isEmpty();
    }

    @Test
    void whatLiesBelowOffsiteIsEncryptedAndNeitherLockedNorTagged() throws Exception {
        haveEverything();
        try (S3Store store = store(everything())) {
            copy(store);
        }
        List<Request> beside =
                seen(CREATE.or(PUT).and(request -> request.target().contains(".offsite/")));

        assertThat(beside).hasSizeGreaterThan(2).allSatisfy(request -> {
            assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(request.header("x-amz-object-lock-mode")).isEmpty();
            assertThat(request.header("x-amz-tagging")).isEmpty();
            assertThat(request.header("x-amz-storage-class")).isEmpty();
        });
    }

    @Test
    void everyRequestNamesTheBucketsOwner() throws Exception {
        haveEverything();
        try (S3Store store = store(everything())) {
            copy(store);
            store.conditional();
            store.tidy();
            store.shortcomings();
            store.open(Layout.manifest(Fixtures.COPY), 0).close();
            Fixtures.sink(store, Fixtures.begin(store)).abort();
        }

        assertThat(proxy.seen())
                .hasSizeGreaterThan(30)
                .allSatisfy(request -> assertThat(request.header("x-amz-expected-bucket-owner"))
                        .as(request.method() + " " + request.target())
                        .isEqualTo("012345678901"));
    }

    @Test
    void aStoreThatKnowsNoLockIsRefusedBeforeAnUploadBegins() throws Exception {
        try (S3Store store = store(S3Server.settings().withLock(new Lock(Mode.GOVERNANCE, 1)))) {
            Attempt attempt = Fixtures.begin(store);

            assertThatThrownBy(() -> Fixtures.sink(store, attempt))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining("no object lock");
            assertThat(seen(CREATE)).isEmpty();
        }
    }

    @Test
    void credentialsThatMayNotSeeTheLockConfigurationCopyAllTheSame() throws Exception {
        proxy.fault(LOCK, Integer.MAX_VALUE, FaultyProxy.answer(403, "AccessDenied"));
        haveEverything();
        try (S3Store store = store(everything())) {
            copy(store);

            assertThat(store.shortcomings()).singleElement().satisfies(known -> {
                assertThat(known.refused()).isFalse();
                assertThat(known.sentence()).contains("s3:GetBucketObjectLockConfiguration");
            });
        }
    }

    @Test
    void anArchiveThatCannotBeLockedIsNoArchive() throws Exception {
        proxy.fault(RETAIN, Integer.MAX_VALUE, FaultyProxy.answer(403, "AccessDenied"));
        proxy.fault(FaultyProxy.is("HEAD", ".tar.gz"), Integer.MAX_VALUE, FaultyProxy.changeRequest(S3OptionsIT::bare));
        haveEverything();
        try (S3Store store = store(everything())) {
            Attempt attempt = Fixtures.begin(store);
            var sink = Fixtures.sink(store, attempt);
            sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));

            assertThatThrownBy(() -> sink.commit(1000))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining("lock s3://");
            sink.abort();
            assertThat(store.size(Fixtures.archive(attempt))).isEmpty();
        }
    }

    @Test
    void anEncryptionThatIsNotConfirmedIsRefusedAndItsUploadAborted() throws Exception {
        proxy.fault(CREATE, Integer.MAX_VALUE, FaultyProxy.changeRequest(S3OptionsIT::bare));
        try (S3Store plain = store(S3Server.settings());
                S3Store store = store(S3Server.settings().withEncryption("aws:kms", ""))) {
            Attempt attempt = Fixtures.begin(plain);

            assertThatThrownBy(() -> Fixtures.sink(store, attempt)).hasMessageContaining("where sse asks for aws:kms");
            assertThat(seen(FaultyProxy.is("DELETE", "uploadId="))).hasSize(1);
        }
    }
}
