package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedMainTest {

    private final Sandbox atlas = Sandbox.start(SandboxOptions.builder().archiveBytes(100_000).build());
    private final Main application = new Main();

    @BeforeEach
    void start() {
        application.addOverrideProperty("atlas.url", atlas.baseUrl());
        application.addOverrideProperty("once.enabled", "false");
        application.addOverrideProperty("camel.main.duration-max-messages", "0");
        application.start();
    }

    @AfterEach
    void stop() {
        application.stop();
        atlas.close();
    }

    @Test
    void aRouteOfTheApplicationCopies() throws Exception {
        Object result = request("direct:copy", "orders");

        assertThat(result).isInstanceOf(CopyResult.class);
        assertThat(((CopyResult) result).outcomes()).hasSize(1);
    }

    @Test
    void theApplicationsOwnHandlerGetsWhatThePackThrows() throws Exception {
        request("direct:copy", "nobodys");

        assertThat(failure("nobodys")).startsWith("not-found: ");
    }

    @Test
    void theApplicationsOtherFailuresAreHandledAsEver() throws Exception {
        request("direct:report", "");

        assertThat(failure("report")).isEqualTo("no report today");
    }

    private Object request(String route, String plan) throws Exception {
        return application.getCamelTemplate().requestBodyAndHeader(route, "", "plan", plan);
    }

    private static String failure(String name) throws Exception {
        return Files.readString(Path.of("target/failures", name + ".txt"));
    }
}
