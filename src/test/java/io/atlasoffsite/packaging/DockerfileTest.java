package io.atlasoffsite.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Dockerfile against rules, because there is no engine to build it with everywhere; and its health check, run. */
class DockerfileTest {

    private static final Path HEALTH = Path.of("packaging/docker/health");

    @Test
    void theDockerfileIsInOrder() throws IOException {
        assertThat(new DockerfileRules(text()).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            17.0.15_6-jre-jammy        | latest                     | a base is pinned by its tag
            :17.0.15_6-jre-jammy       | ''                         | a base is pinned by its tag
            3.9.9-eclipse-temurin-17   | latest                     | a base is pinned by its tag
            FROM ${RUN_IMAGE}          | FROM ${OTHER_IMAGE}        | a base is pinned by its tag
            FROM ${RUN_IMAGE}          | ''                         | what builds is not in the image
            COPY --from=build          | COPY                       | what was built is in the image
            USER 10001:10001           | USER 0:0                   | USER is a number other than 0
            USER 10001:10001           | USER offsite               | USER is a number other than 0
            USER 10001:10001           | ''                         | USER is a number other than 0
            STOPSIGNAL SIGTERM         | STOPSIGNAL SIGKILL         | STOPSIGNAL SIGTERM
            ENTRYPOINT ["/opt/atlas-offsite/bin/offsite"] | ENTRYPOINT /opt/atlas-offsite/bin/offsite | ENTRYPOINT in exec form, for signals
            CMD ["run"]                | CMD run                    | CMD in exec form
            ["/opt/atlas-offsite/bin/offsite-health"] | curl localhost | HEALTHCHECK in exec form
            HEALTHCHECK                | # HEALTHCHECK              | HEALTHCHECK in exec form
            VOLUME                     | # VOLUME                   | VOLUME for data
            EXPOSE 8080 9876           | RUN chmod -R 777 /opt      | nothing is run in the image's name
            EXPOSE 8080 9876           | ADD https://example.com/x /x | COPY, not ADD, which fetches and unpacks
            EXPOSE 8080 9876           | COPY config /etc           | nothing comes into the image past the build
            EXPOSE 8080 9876           | ENV ATLAS_CLIENT_SECRET=x  | no secret
            LABEL                      | # LABEL                    | LABEL
            """)
    void aPlantedFaultIsFound(String right, String wrong, String fault) throws IOException {
        assertThat(text()).contains(right);

        assertThat(new DockerfileRules(text().replace(right, wrong)).faults()).contains(fault);
    }

    @Test
    void onlyWhatIsBuiltFromIsSentToTheBuild() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines.get(0)).isEqualTo("*");
        assertThat(lines.subList(1, lines.size())).allSatisfy(line -> {
            assertThat(line).startsWith("!").doesNotContain("data", "target");
            assertThat(Path.of(line.substring(1))).exists();
        });
    }

    @Test
    void theHealthCheckTellsWhatTheHealthPageSays() throws Exception {
        assertThat(health(200)).isZero();
        assertThat(health(503)).isNotZero();
    }

    @Test
    void theHealthCheckFailsWhereNobodyListens() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(check(port)).isNotZero();
    }

    private static int health(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/observe/health/live", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return check(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static int check(int port) throws Exception {
        Process check = new ProcessBuilder(HEALTH.toString(), String.valueOf(port)).start();
        assertThat(check.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return check.exitValue();
    }

    private static String text() throws IOException {
        return Files.readString(DockerfileRules.FILE);
    }
}
