package io.atlasoffsite.route;

import io.atlasoffsite.atlas.DownloadJob;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;

/** Fresh downloads in the middle of a copy, by the pack's own routes, so that whoever replaces a route replaces it here too. Thread safe. */
final class RoutedDownloads implements Sources.Downloads {

    private final ProducerTemplate template;

    RoutedDownloads(CamelContext context) {
        this.template = context.createProducerTemplate();
    }

    @Override
    public DownloadJob another(Exchange copying, DownloadJob spent) {
        Map<String, Object> headers = copying.getMessage().getHeaders();
        ask("direct:offsite-end-download", spent, headers);
        Exchange asked = ask("direct:offsite-request-download", null, headers);
        return ask("direct:offsite-await-download", asked.getMessage().getBody(), headers)
                .getMessage()
                .getBody(DownloadJob.class);
    }

    private Exchange ask(String route, Object body, Map<String, Object> headers) {
        Exchange answered = template.send(route, ExchangePattern.InOut, exchange -> {
            exchange.getMessage().setHeaders(new TreeMap<>(headers));
            exchange.getMessage().setBody(body);
        });
        if (Failures.interrupted(answered.getException())) {
            throw new RejectedExecutionException("this process is going down", answered.getException());
        }
        if (answered.getException() != null) {
            throw Failures.typed(answered.getException());
        }
        return answered;
    }
}
