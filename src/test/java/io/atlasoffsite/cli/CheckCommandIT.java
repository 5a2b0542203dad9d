package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandIT {

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().build());
        cli = new Cli(directory).configured(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void everythingThatWorksIsOkAndNothingIsLeft() throws IOException {
        Cli.Ran ran = cli.run("check");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("log in", "5 clusters", "conditional write", "delete", "broker")
                .doesNotContain(" warn ", " fail ");
        try (Stream<Path> files = Files.walk(cli.store("disk"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void jsonHasAnObjectForEachCheck() {
        Cli.Ran ran = cli.run("check", "--json");
        assertThat(ran.json().findValuesAsText("result")).isNotEmpty().containsOnly("ok");
        assertThat(ran.json().findValuesAsText("what")).contains("configuration", "atlas sandbox", "store second");
    }

    @Test
    void aWrongKeyIsExitCodeFourAndTheStoresAreCheckedAllTheSame() throws IOException {
        cli.configured(cli.yaml(sandbox.baseUrl(), "another-secret"));
        Cli.Ran ran = cli.run("check");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("atlas sandbox, log in", "401").doesNotContain("another-secret");
        assertThat(ran.out()).contains("store second").doesNotContain("another-secret");
    }

    @Test
    void aForeignProjectIsExitCodeFour() throws IOException {
        cli.configured(Files.readString(cli.config()).replace(Cli.PROJECT, Sandbox.FOREIGN_PROJECT));
        Cli.Ran ran = cli.run("check");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("project " + Sandbox.FOREIGN_PROJECT);
    }

    @Test
    void aClusterThatIsNotThereIsAWarning() throws IOException {
        cli.configured(Files.readString(cli.config()).replace("flex-orders", "flex-orderz"));
        Cli.Ran ran = cli.run("check");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("warn", "no cluster flex-orderz");
    }

    @Test
    void f33_aMissingDirectoryIsExitCodeFive() throws IOException {
        Files.delete(cli.store("second"));
        Cli.Ran ran = cli.run("check");
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err())
                .contains("store second, write", "directory is not there; create it")
                .doesNotContain("replay");
    }

    @Test
    void f33_aMissingBucketIsExitCodeFive() throws Exception {
        S3Proxy s3 = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "test-key", "test-secret")
                .blobStore(new TransientNio2BlobStore())
                .build();
        s3.start();
        try {
            String bucket = "second: { type: s3, bucket: nobodys, region: us-east-1, pathStyle: true, endpoint: "
                    + "\"http://127.0.0.1:" + s3.getPort() + "\", credentials: { accessKey: test-key, "
                    + "secretKey: test-secret } }";
            cli.configured(Files.readString(cli.config()).replaceAll("second: \\{ type: file.*", bucket));
            Cli.Ran ran = cli.run("check");
            assertThat(ran.code()).as(ran.err()).isEqualTo(5);
            assertThat(ran.errLines()).hasSize(1);
            assertThat(ran.err())
                    .contains("store second", "the bucket does not exist")
                    .doesNotContain("test-secret");
            Cli.Ran list = cli.run("list", "--store", "second");
            assertThat(list.code()).isEqualTo(5);
            assertThat(list.errLines()).hasSize(1);
        } finally {
            s3.stop();
        }
    }
}
