package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.FaultyProxy.Request;
import io.atlasoffsite.testing.FaultyProxy.Strike;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 that goes wrong at one step of a copy and stays so: there is no copy, nothing is left, and the next attempt makes it. */
class S3LastingFaultsIT {

    private static final int MANY = 1000;

    private static int tests;
    private static S3Server server;
    private FaultyProxy proxy;
    private String prefix;
    private S3Store store;

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
        S3StoreSettings settings = S3StoreSettings.of(S3Server.BUCKET, prefix).withParts(5 << 20, 5L << 30, 10_000, 4);
        store = new S3Store("vault", S3Server.client(proxy.port()), settings);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        proxy.close();
    }

    static Stream<Arguments> stages() {
        return Stream.of(
                Arguments.of("create", S3FaultsIT.CREATE),
                Arguments.of("part", S3FaultsIT.PART),
                Arguments.of("complete", S3FaultsIT.COMPLETE),
                Arguments.of("put", S3FaultsIT.PUT),
                Arguments.of(
                        "head", S3FaultsIT.HEAD.and(request -> request.target().contains("/atlas"))),
                Arguments.of("list", S3FaultsIT.LIST));
    }

    /** A whole copy, as the store sees it: what is kept of earlier attempts, the archive, the manifest. */
    private CommitResult copy() throws Exception {
        byte[] content = Fixtures.random(1000);
        new KeptArchives(store).of(Fixtures.COPY);
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        try {
            sink.put(Fixtures.Bytes.of(content));
            sink.commit(content.length);
        } catch (IOException failure) {
            abort(sink, failure);
            throw failure;
        }
        CommitResult result =
                new CopyWriter(store).commit(Fixtures.manifest(attempt, content), Fixtures.SNAPSHOT_JSON, attempt);
        attempt.end();
        return result;
    }

    private static void abort(ArchiveSink sink, IOException failure) {
        try {
            sink.abort();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void aFaultThatStays(Predicate<Request> stage, Strike strike, Kind kind) throws Exception {
        proxy.fault(stage, MANY, strike);

        assertThatThrownBy(this::copy)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));

        proxy.mend();
        assertThat(store.size(Layout.manifest(Fixtures.COPY))).isEmpty();
        Attempts sweeper = Fixtures.attempts(store, "p2");
        assertThat(sweeper.sweep(sweeper.dead()).kept()).isEmpty();
        try (S3Client client = S3Server.client(server.port())) {
            assertThat(client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET))
                            .uploads())
                    .noneMatch(upload -> upload.key().startsWith(prefix + "/"));
        }
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
        assertThat(copy()).isInstanceOf(CommitResult.Committed.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void f28_aFaultThatStaysMakesNoCopyAndTheNextAttemptDoes(String stage, Predicate<Request> matches)
            throws Exception {
        aFaultThatStays(matches, FaultyProxy.answer(503, "SlowDown"), Kind.UNAVAILABLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void f28_aConnectionThatAlwaysBreaksMakesNoCopyAndTheNextAttemptDoes(String stage, Predicate<Request> matches)
            throws Exception {
        aFaultThatStays(matches, FaultyProxy.reset(), Kind.UNAVAILABLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void f33_aRefusalAtAnyStepMakesNoCopyAndTheNextAttemptDoes(String stage, Predicate<Request> matches)
            throws Exception {
        aFaultThatStays(matches, FaultyProxy.answer(403, "AccessDenied"), Kind.REFUSED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void f33_aQuotaAtAnyStepMakesNoCopyAndTheNextAttemptDoes(String stage, Predicate<Request> matches)
            throws Exception {
        aFaultThatStays(matches, FaultyProxy.answer(403, "QuotaExceeded"), Kind.FULL);
    }

    static Stream<Arguments> writes() {
        return stages().filter(stage -> !List.of("head", "list").contains(stage.get()[0]));
    }

    @ParameterizedTest
    @CsvSource({"412, PreconditionFailed", "409, ConditionalRequestConflict"})
    void f32_aManifestThatLosesTheRaceIsTheOthers(int status, String code) throws Exception {
        byte[] content = Fixtures.random(2000);
        Attempt other = Fixtures.begin(store);
        Fixtures.write(store, other, content);
        SealedManifest theirs = SealedManifest.of(Fixtures.manifest(other, content));
        proxy.fault(FaultyProxy.is("PUT", "/manifest.json"), 1, (request, origin) -> {
            // Between the look whether there is one and the write.
            try (S3Client client = S3Server.client(server.port())) {
                client.putObject(
                        r -> r.bucket(S3Server.BUCKET).key(prefix + "/" + Layout.manifest(Fixtures.COPY)),
                        RequestBody.fromBytes(theirs.file()));
            }
            return FaultyProxy.answer(status, code).on(request, origin);
        });

        CommitResult result = copy();

        assertThat(result).isInstanceOf(CommitResult.AlreadyThere.class);
        assertThat(result.manifest().seal()).isEqualTo(theirs.seal());
        assertThat(store.read(Layout.manifest(Fixtures.COPY), 1 << 20)).hasValue(theirs.file());
    }
}
