package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.plan.HttpConfig;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class WebTest {

    @Test
    void theThreadThatAnswersEndsWithTheContext() throws Exception {
        Web web = Web.of(new HttpConfig(0, 0, "127.0.0.1", Optional.empty(), Optional.empty()));
        CompletableFuture<Thread> answering = new CompletableFuture<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            web.bind(context);
            context.start();
            context.getRegistry()
                    .lookupByNameAndType("offsite-vertx", Vertx.class)
                    .runOnContext(nothing -> answering.complete(Thread.currentThread()));
            assertThat(answering.get(10, TimeUnit.SECONDS).isAlive()).isTrue();
        }

        await().untilAsserted(() -> assertThat(answering.get().isAlive()).isFalse());
    }
}
