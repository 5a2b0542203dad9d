package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import org.junit.jupiter.api.Test;

class StatusPageTest {

    private final Json json = new Json();

    @Test
    void nothingThatComesFromOutsideIsMarkup() {
        ObjectNode status = json.object().put("tool", "atlas-offsite");
        status.putArray("outcomes")
                .addObject()
                .put("cluster", "<script>alert('x')</script>")
                .put("outcome", "failed\" onload=\"x")
                .put("summary", "a & b");

        assertThat(StatusPage.render(status))
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "a &amp; b")
                .doesNotContain("<script", "onload=\"x");
    }

    @Test
    void sizesAgesAndEmptyListsAreForPeople() {
        ObjectNode status = json.object().put("tool", "atlas-offsite");
        status.putArray("freshness");
        status.putArray("transfers")
                .addObject()
                .put("bytes", 5L << 20)
                .put("bytesPerSecond", 1 << 20)
                .put("etaSeconds", 90);

        assertThat(StatusPage.render(status))
                .contains("<h2>Newest copies</h2>\n<p>None.</p>", "5.0 MiB", "1.0 MiB", "1m 30s", "not yet");
    }
}
