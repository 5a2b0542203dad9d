package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.plan.RestoreConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyAddressTest {

    private static final RestoreConfig ANY = new RestoreConfig(
            Path.of("restores"),
            List.of("*"),
            Optional.empty(),
            new RestoreConfig.InAtlas(false, Optional.empty(), List.of()));

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offsite.copy.requests",
                "offsite.restore.requests",
                "offsite.atlas-restore.requests",
                "offsite.dead.integrity",
                "offsite.dead.anything",
                "offsite.events"
            })
    void f42_noPatternMakesAnAnswerARequestALetterOrAnEvent(String queue) {
        assertThatThrownBy(() -> ReplyAddress.choose(exchange, ANY, Optional.of(queue)))
                .isInstanceOf(OffsiteException.class)
                .hasMessageContaining(queue);

        exchange.getMessage().setHeader("JMSReplyTo", new ActiveMQQueue(queue));
        ReplyAddress.keep(exchange);
        ReplyAddress.choose(exchange, ANY, Optional.empty());
        assertThat(ReplyAddress.chosen(exchange, ANY)).isEmpty();
    }

    @Test
    void whatAPatternAllowsIsAnswered() {
        ReplyAddress.choose(exchange, ANY, Optional.of("offsite.replies"));
        assertThat(ReplyAddress.chosen(exchange, ANY)).contains("offsite.replies");
        ReplyAddress.choose(exchange, ANY, Optional.of("team.answers"));
        assertThat(ReplyAddress.chosen(exchange, ANY)).contains("team.answers");
    }
}
