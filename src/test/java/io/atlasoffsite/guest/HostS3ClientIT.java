package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import io.atlasoffsite.route.Verification;
import io.atlasoffsite.testing.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** A store through an S3 client that belongs to the host, and one of the host that is nobody's business. */
class HostS3ClientIT {

    private static final String VAULT =
            "{ type: s3, bucket: vault, region: us-east-1, endpoint: \"http://127.0.0.1:%d\", pathStyle: true%s }";

    @TempDir
    private Path directory;

    private final S3Server server;

    HostS3ClientIT() throws Exception {
        server = new S3Server();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
    }

    @Test
    void aStoreWhoseClientIsNamedUsesThatOneAndLeavesItOpen() throws Exception {
        try (S3Client lent = plainClient(server.port())) {
            // The address and the missing credentials of offsite.yaml lead nowhere.
            try (HostApplication host = new HostApplication(directory).withPack(VAULT.formatted(1, ""), "")) {
                host.set("offsite.stores.vault.s3-client", "#bean:mine");
                host.context().getRegistry().bind("mine", lent);
                host.start();

                Exchange copied = host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);
                Exchange verified = host.send("direct:offsite-verify-copies", null);

                assertThat(copied.getException()).isNull();
                assertThat(copied.getMessage().getBody(CopyResult.class).outcomes())
                        .allSatisfy(outcome -> assertThat(outcome.outcome()).isEqualTo(Outcome.COPIED));
                assertThat(verified.getMessage().getBody(Verification.class).verdicts())
                        .hasSize(1);
            }
            ListObjectsV2Response there = lent.listObjectsV2(list -> list.bucket(S3Server.BUCKET));
            assertThat(there.contents())
                    .anySatisfy(object -> assertThat(object.key()).endsWith("manifest.json"));
        }
    }

    @Test
    void aClientOfTheHostThatNobodyNamedIsLeftAlone() throws Exception {
        try (S3Client others = plainClient(1)) {
            String keys = ", credentials: { accessKey: %s, secretKey: %s }".formatted(S3Server.KEY, S3Server.SECRET);
            try (HostApplication host =
                    new HostApplication(directory).withPack(VAULT.formatted(server.port(), keys), "")) {
                host.context().getRegistry().bind("others", others);
                host.start();

                Exchange copied = host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);

                assertThat(copied.getException()).isNull();
                assertThat(host.context().getRegistry().findByType(S3Client.class))
                        .containsExactly(others);
            }
        }
    }

    @Test
    void theHostsOwnS3RoutesDoTheSameWithThePackAsWithout() throws Exception {
        try (S3Client lone = plainClient(server.port())) {
            List<Object> without = ownRoutes(new HostApplication(directory), lone, false);
            List<Object> with = ownRoutes(
                    new HostApplication(directory)
                            .withPack(VAULT.formatted(1, ""), "")
                            .set("offsite.stores.vault.s3-client", "lone"),
                    lone,
                    true);

            assertThat(with).isEqualTo(without);
            assertThat(without).startsWith("of the host");
        }
    }

    /** What comes of putting an object and getting it again, by the host's aws2-s3 endpoints and the client Camel finds for them. */
    private static List<Object> ownRoutes(HostApplication application, S3Client lone, boolean copy) throws Exception {
        try (HostApplication host = application) {
            host.context().getRegistry().bind("lone", lone);
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:own")
                            .setHeader(AWS2S3Constants.KEY, constant("own/one.txt"))
                            .to("aws2-s3://vault")
                            .setBody(constant(""))
                            .to("aws2-s3://vault?operation=getObject")
                            .convertBodyTo(String.class);
                }
            });
            host.start();
            if (copy) {
                assertThat(host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST)
                                .getException())
                        .isNull();
            }

            Message got = host.send("direct:own", "of the host").getMessage();

            AWS2S3Component component = host.context().getComponent("aws2-s3", AWS2S3Component.class);
            return List.of(
                    got.getBody(),
                    got.getHeader(AWS2S3Constants.E_TAG),
                    got.getHeader(AWS2S3Constants.CONTENT_LENGTH),
                    new TreeSet<>(got.getHeaders().keySet()),
                    component.getConfiguration().getAmazonS3Client() == lone);
        }
    }

    /** As an application makes its own: nothing of the pack's is in it. */
    private static S3Client plainClient(int port) {
        return S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.KEY, S3Server.SECRET)))
                .build();
    }

    @Test
    void aNamedClientThatIsNotThereStopsTheHostWithASentence() throws Exception {
        try (HostApplication host = new HostApplication(directory)
                .withPack(VAULT.formatted(1, ""), "")
                .set("offsite.stores.vault.s3-client", "mine")) {
            assertThatThrownBy(host::start)
                    .hasMessageContaining("offsite.stores.vault.s3-client names mine, and there is no bean");
        }
    }
}
