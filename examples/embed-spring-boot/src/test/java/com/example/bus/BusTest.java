package com.example.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application, with its broker inside and a stand-in Atlas. */
@SpringBootTest
@ActiveProfiles("local")
@DirtiesContext
class BusTest {

    private static final int MOST_MILLIS = 20_000;

    @TempDir
    private static Path directory;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate ask;

    @Autowired
    private ConsumerTemplate answers;

    @DynamicPropertySource
    static void places(DynamicPropertyRegistry properties) {
        properties.add("local.copies", () -> directory.resolve("copies").toString());
        properties.add("offsite.data", () -> directory.resolve("data").toString());
    }

    @Test
    void aRouteOfTheBusHasASnapshotCopiedAndIsToldWhatWentWrong() throws Exception {
        ask.sendBody("jms:queue:bus.backups.wanted", "orders");
        assertThat(answer("bus.backups.done")).startsWith("orders: ").contains("/flex-orders/");
        assertThat(manifests()).isPositive();

        ask.sendBody("jms:queue:bus.backups.wanted", "gone");
        assertThat(answer("bus.backups.done")).startsWith("gone: not-found, Atlas answered 404");
    }

    @Test
    void aRequestOnTheBrokerOfTheBusBecomesACopyOrALetterAndEvents() throws Exception {
        ask.sendBody("jms:queue:offsite.copy.requests", "{\"schema\":1,\"requestId\":\"r-1\",\"plan\":\"gone\"}");

        var letter = new ObjectMapper().readTree(answer("offsite.dead.not-found"));
        assertThat(letter.path("request").path("requestId").asText()).isEqualTo("r-1");
        String event;
        do {
            event = answer("offsite.events");
        } while (!event.contains("io.atlasoffsite.copy.failed"));
        assertThat(event).contains("\"r-1\"");
    }

    @Test
    void nothingOfTheBusIsChanged() {
        assertThat(camel.getRoute("back-up")).isNotNull();
        assertThat(camel.getRoute("offsite-copy-snapshot")).isNotNull();
        assertThat(camel.isStreamCaching()).isTrue();
        assertThat(camel.getRegistry().findByTypeWithName(ObjectMapper.class).keySet())
                .noneMatch(name -> name.startsWith("offsite"));
    }

    private String answer(String queue) {
        String body = answers.receiveBody("jms:queue:" + queue, MOST_MILLIS, String.class);
        assertThat(body).as(queue).isNotNull();
        return body;
    }

    private static long manifests() throws Exception {
        try (Stream<Path> all = Files.walk(directory.resolve("copies"))) {
            return all.filter(file -> file.endsWith("manifest.json")).count();
        }
    }
}
