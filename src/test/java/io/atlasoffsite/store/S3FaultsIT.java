package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.FaultyProxy.Request;
import io.atlasoffsite.testing.FaultyProxy.Strike;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 that goes wrong: a real server behind a proxy that breaks single requests. */
class S3FaultsIT {

    private static final int MANY = 1000;
    static final Predicate<Request> CREATE = FaultyProxy.is("POST", "?uploads");
    static final Predicate<Request> PART = FaultyProxy.is("PUT", "partNumber=").and(S3FaultsIT::onArchive);
    static final Predicate<Request> COMPLETE = FaultyProxy.is("POST", "uploadId=");
    private static final Predicate<Request> ABORT =
            FaultyProxy.is("DELETE", "uploadId=").and(S3FaultsIT::onArchive);
    static final Predicate<Request> PUT =
            FaultyProxy.is("PUT", "/atlas").and(request -> !request.target().contains("partNumber"));
    static final Predicate<Request> HEAD = FaultyProxy.is("HEAD", "/");
    static final Predicate<Request> LIST = FaultyProxy.is("GET", "list-type=2");
    private static final Predicate<Request> GET = FaultyProxy.is("GET", "/a/x");

    private static int tests;
    private static S3Server server;
    private FaultyProxy proxy;
    private String prefix;
    private S3Store store;

    private static boolean onArchive(Request request) {
        return request.target().contains(".tar.gz");
    }

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() throws Exception {
        proxy = new FaultyProxy(server.port());
        prefix = "atlas" + tests++;
        store = store(prefix);
    }

    private S3Store store(String prefix) {
        S3StoreSettings settings = S3StoreSettings.of(S3Server.BUCKET, prefix).withParts(5 << 20, 5L << 30, 10_000, 4);
        return new S3Store("vault", S3Server.client(proxy.port()), settings);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        proxy.close();
    }

    private static void fails(Kind kind, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(words).hasMessageContaining("s3://vault/atlas");
        });
    }

    private void nothingUnfinished() throws Exception {
        try (S3Client client = S3Server.client(server.port())) {
            assertThat(client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET))
                            .uploads())
                    .noneMatch(upload -> upload.key().startsWith(prefix + "/" + Fixtures.PROJECT));
        }
    }

    static Stream<Arguments> passingFaults() {
        Stream.Builder<Arguments> faults = Stream.builder();
        List<Predicate<Request>> stages = List.of(CREATE, PART, COMPLETE, PUT, HEAD, LIST, GET);
        List<String> names = List.of("create", "part", "complete", "put", "head", "list", "get");
        for (int stage = 0; stage < stages.size(); stage++) {
            faults.add(
                    Arguments.of(names.get(stage), "500", stages.get(stage), FaultyProxy.answer(500, "InternalError")));
            faults.add(Arguments.of(names.get(stage), "503", stages.get(stage), FaultyProxy.answer(503, "SlowDown")));
            faults.add(Arguments.of(names.get(stage), "reset", stages.get(stage), FaultyProxy.reset()));
            faults.add(
                    Arguments.of(names.get(stage), "done, then reset", stages.get(stage), FaultyProxy.doThenReset()));
            faults.add(Arguments.of(
                    names.get(stage),
                    "done, then 500",
                    stages.get(stage),
                    FaultyProxy.doThenAnswer(500, "InternalError")));
        }
        return faults.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("passingFaults")
    void f28_aFaultThatPassesIsNotSeen(String stage, String name, Predicate<Request> matches, Strike strike)
            throws Exception {
        proxy.fault(matches, 1, strike);
        byte[] content = Fixtures.random(1000);
        Attempt attempt = Fixtures.begin(store);

        assertThat(Fixtures.write(store, attempt, content)).isEqualTo(new Receipt(content.length, true));
        store.put("a/x", Fixtures.text("x"));
        assertThat(store.putIfAbsent("a/y", Fixtures.text("y"))).isTrue();
        assertThat(store.read("a/x", 10)).hasValue(Fixtures.text("x"));
        assertThat(store.list("a")).hasSize(2);
        assertThat(store.size(Fixtures.archive(attempt))).hasValue(content.length);
        attempt.end();

        Attempts sweeper = Fixtures.attempts(store, "p2");
        assertThat(sweeper.sweep(sweeper.dead()).kept()).isEmpty();
        nothingUnfinished();
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, REFUSED, access denied",
        "403, InvalidAccessKeyId, REFUSED, does not know these credentials",
        "403, RequestTimeTooSkewed, REFUSED, clock",
        "403, QuotaExceeded, FULL, no room",
        "507, InsufficientStorage, FULL, no room",
        "301, PermanentRedirect, REFUSED, another region",
        "400, AuthorizationHeaderMalformed, REFUSED, another region",
        "404, NoSuchBucket, REFUSED, bucket does not exist",
        "503, SlowDown, UNAVAILABLE, try again later",
    })
    void f33_aRefusalSaysWhatToDo(int status, String code, Kind kind, String words) throws Exception {
        Attempt attempt = Fixtures.begin(store);
        proxy.fault(CREATE.or(PUT).or(LIST).or(GET), MANY, FaultyProxy.answer(status, code));

        fails(kind, words, () -> Fixtures.sink(store, attempt));
        fails(kind, words, () -> store.put("a/x", new byte[1]));
        fails(kind, words, () -> store.list("a"));
        fails(kind, words, () -> store.read("a/x", 1));
    }

    @Test
    void f33_aMissingBucketAndWrongCredentialsAreRefusedByARealServer() throws Exception {
        S3StoreSettings nowhere = S3StoreSettings.of("no-such-bucket", "atlas");
        try (S3Store missing = new S3Store("vault", S3Server.client(server.port()), nowhere);
                S3Store stranger = new S3Store(
                        "vault", S3Server.client(server.port(), "nobody", "wrong-secret"), S3Server.settings())) {
            assertThatThrownBy(() -> missing.list("")).hasMessageContaining("bucket does not exist");
            assertThatThrownBy(() -> missing.put("a", new byte[1])).hasMessageContaining("bucket does not exist");
            assertThatThrownBy(() -> stranger.put("a", new byte[1]))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageNotContaining("wrong-secret");
        }
    }

    @Test
    void f28_aPartThatNeverArrivesFailsTheArchiveAndLeavesNothing() throws Exception {
        proxy.fault(PART, MANY, FaultyProxy.reset());
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);

        fails(Kind.UNAVAILABLE, "upload part 1", () -> sink.put(Fixtures.Bytes.of(Fixtures.random(1000))));
        sink.abort();
        attempt.end();
        nothingUnfinished();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    private static Strike page(String content) {
        String body = "<?xml version=\"1.0\"?><ListBucketResult>" + content + "</ListBucketResult>";
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        return (request, origin) -> answer;
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "",
                "<Name>vault</Name><Contents><Key>b/x</Key><Size>1</Size></Contents>",
                "<Name>vault</Name><Contents><Size>1</Size></Contents>",
                "<Name>vault</Name><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>",
                "<Name>vault</Name><IsTruncated>true</IsTruncated>",
                "<Name>vault</Name><IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>"
            })
    void f29_anAnswerThatIsNoListOfTheFolderIsNeitherEmptyNorEndless(String content) {
        proxy.fault(LIST, MANY, page(content));

        fails(Kind.UNAVAILABLE, "the answer is no list of it", () -> store.list("a"));
    }

    @Test
    void f29_aListThatAnswers200WithAnErrorIsNoEmptyFolder() {
        proxy.fault(LIST, MANY, FaultyProxy.answer(200, "InternalError"));

        fails(Kind.UNAVAILABLE, "InternalError", () -> store.list("a"));
    }

    @Test
    void f29_aCompleteThatAnswers200WithAnErrorIsNotBelieved() throws Exception {
        proxy.fault(COMPLETE, MANY, FaultyProxy.answer(200, "InternalError"));
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));

        fails(Kind.UNAVAILABLE, "complete upload", () -> sink.commit(1000));
        sink.abort();
        assertThat(store.size(Fixtures.archive(attempt))).isEmpty();
        nothingUnfinished();
    }

    @ParameterizedTest
    @CsvSource({"200, InternalError", "500, InternalError", "404, NoSuchUpload", "0, reset"})
    void f30_aCompleteThatWasDoneWhateverWasAnsweredIsFoundOut(int status, String code) throws Exception {
        proxy.fault(COMPLETE, 1, status == 0 ? FaultyProxy.doThenReset() : FaultyProxy.doThenAnswer(status, code));
        Attempt attempt = Fixtures.begin(store);

        assertThat(Fixtures.write(store, attempt, Fixtures.random(1000))).isEqualTo(new Receipt(1000, true));
        nothingUnfinished();
    }

    @Test
    void f30_aLostAnswerAndALostObjectAreAFailure() throws Exception {
        proxy.fault(COMPLETE, MANY, FaultyProxy.reset());
        Attempt attempt = Fixtures.begin(store);

        fails(Kind.UNAVAILABLE, "complete upload", () -> Fixtures.write(store, attempt, Fixtures.random(1000)));
    }

    @Test
    void f31_anUploadThatVanishedFailsTheAttempt() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
        store.discard(attempt.record());

        fails(Kind.UNAVAILABLE, "NoSuchUpload", () -> sink.commit(1000));
        sink.abort();
        attempt.end();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    @Test
    void f31_anUploadThatVanishesBetweenItsPartsFailsTheAttempt() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(5 << 20)));
        store.discard(attempt.record());
        // The server behind takes a part for an upload it does not know.
        proxy.fault(PART, MANY, FaultyProxy.answer(404, "NoSuchUpload"));

        fails(Kind.UNAVAILABLE, "NoSuchUpload", () -> sink.put(new Fixtures.Bytes(2, 0, Fixtures.random(1000), 1000)));
        sink.abort();
        attempt.end();
        nothingUnfinished();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    @Test
    void anUploadThatCannotBeAbortedIsLeftToTheSweep() throws Exception {
        proxy.fault(ABORT, 4, FaultyProxy.answer(500, "InternalError"));
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));

        fails(Kind.UNAVAILABLE, "abort upload", sink::abort);
        attempt.end();
        assertThat(store.list(Layout.ATTEMPTS)).hasSize(1);

        Attempts sweeper = Fixtures.attempts(store, "p2");
        assertThat(sweeper.sweep(sweeper.dead()).cleaned()).containsExactly(attempt.id());
        nothingUnfinished();
    }

    @Test
    void f32_aConditionalWriteWhoseAnswerWasLostIsKnownAsOurs() throws Exception {
        proxy.fault(FaultyProxy.is("PUT", "/a/x"), 1, FaultyProxy.doThenReset());

        assertThat(store.putIfAbsent("a/x", Fixtures.text("ours"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"412, PreconditionFailed", "409, ConditionalRequestConflict"})
    void f32_aConditionalWriteThatLosesIsNotOurs(int status, String code) throws Exception {
        proxy.fault(FaultyProxy.is("HEAD", "/a/x"), 1, FaultyProxy.answer(404, "NoSuchKey"));
        proxy.fault(
                FaultyProxy.is("PUT", "/a/x")
                        .and(r -> !r.header("if-none-match").isEmpty()),
                1,
                FaultyProxy.answer(status, code));
        store.put("a/x", Fixtures.text("theirs"));

        assertThat(store.putIfAbsent("a/x", Fixtures.text("ours"))).isFalse();
        assertThat(store.read("a/x", 10)).hasValue(Fixtures.text("theirs"));
    }

    @Test
    void f32_aStoreThatDoesNotKnowTheConditionIsWrittenWithoutIt() throws Exception {
        proxy.fault(r -> !r.header("if-none-match").isEmpty(), MANY, FaultyProxy.answer(501, "NotImplemented"));

        assertThat(store.putIfAbsent("a/x", Fixtures.text("one"))).isTrue();
        assertThat(store.putIfAbsent("a/x", Fixtures.text("two"))).isFalse();
        assertThat(store.conditional()).isFalse();
    }

    @Test
    void f35_aStoreThatIgnoresConditionsAndGivesNoEtagStillCopies() throws Exception {
        proxy.fault(
                COMPLETE,
                MANY,
                FaultyProxy.changeAnswer(answer -> answer.replaceAll("<ETag>[^<]*</ETag>", "<ETag></ETag>")
                        .replaceFirst("(?i)content-length: [0-9]+\r\n", "")));
        proxy.fault(r -> r.header("if-none-match").equals("*"), MANY, FaultyProxy.answer(200, ""));
        Attempt attempt = Fixtures.begin(store);

        assertThat(Fixtures.write(store, attempt, Fixtures.random(1000)).bytes())
                .isEqualTo(1000);
        assertThat(store.conditional()).isFalse();
    }

    @Test
    void f35_aStoreThatAcceptsAWrongChecksumIsNotTrustedWithAny() throws Exception {
        proxy.fault(
                FaultyProxy.is("PUT", "/.offsite/probe/"),
                MANY,
                FaultyProxy.changeAnswer(
                        answer -> "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        Attempt attempt = Fixtures.begin(store);

        assertThat(Fixtures.write(store, attempt, Fixtures.random(1000))).isEqualTo(new Receipt(1000, false));
    }

    @Test
    void aPartCarriesOneExplicitChecksumAndNoTrailer() throws Exception {
        Fixtures.write(store, Fixtures.begin(store), Fixtures.random((5 << 20) + 1));

        List<Request> parts = proxy.seen().stream().filter(PART).toList();
        assertThat(parts).hasSize(2).allSatisfy(part -> {
            assertThat(part.header("x-amz-checksum-crc32c")).isNotEmpty();
            assertThat(part.header("x-amz-checksum-crc32")).isEmpty();
            assertThat(part.header("x-amz-trailer")).isEmpty();
            assertThat(part.header("x-amz-content-sha256")).doesNotContain("TRAILER");
        });
        assertThat(proxy.seen())
                .allSatisfy(
                        request -> assertThat(request.header("x-amz-trailer")).isEmpty());
    }
}
