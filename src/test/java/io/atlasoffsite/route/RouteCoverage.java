package io.atlasoffsite.route;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes every step that an exchange came to. The coverage reports of Camel's own Maven plugin read routes in Java and XML only.
 */
final class RouteCoverage implements InterceptStrategy {

    /** Camel shows an interceptor what is inside these, not the step itself. */
    private static final Set<String> UNSEEN = Set.of("onException", "doTry");

    private final Set<String> run = ConcurrentHashMap.newKeySet();

    /** The steps that were run, named as {@link #steps} names them. */
    Set<String> run() {
        return Set.copyOf(run);
    }

    /** The steps of a file that have an id: with the route's id and a slash before it, or without in a template or configuration. */
    static Set<String> steps(RouteFile file) {
        String prefix = file.route().path("nodePrefixId").asText();
        Set<String> steps = new TreeSet<>();
        file.steps().stream()
                .filter(step -> !UNSEEN.contains(step.getKey()))
                .map(step -> step.getValue().path("id").asText())
                .filter(id -> !id.isEmpty())
                .forEach(id -> steps.add(prefix + id));
        return steps;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                run.add(name(node));
                return super.process(exchange, callback);
            }
        };
    }

    /** Routes made of a template have a prefix that Camel thought of. */
    private static String name(NamedNode node) {
        String prefix = node.getNodePrefixId();
        return prefix != null && prefix.startsWith("offsite-") ? prefix + node.getId() : node.getId();
    }
}
