package io.atlasoffsite.guest;

import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.plan.ConfigProblem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * What somebody has filled in of a Kamelet. The values are taken as Camel holds them and never again as text of an endpoint, a bean's
 * property or an expression: there, one that begins with # or holds braces would mean something. Immutable.
 *
 * @param kamelet the Kamelet's name, for messages
 * @param values tells one by its name, with the Kamelet's defaults; null for what nobody has filled in
 */
record KameletParameters(String kamelet, Function<String, Object> values) {

    /**
     * Those of a route that was made from a Kamelet.
     *
     * @param context where it runs
     * @param routeId its id
     */
    static KameletParameters of(CamelContext context, String routeId) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteDefinition route = Objects.requireNonNull(model.getRouteDefinition(routeId), "route " + routeId);
        Map<String, Object> given = Objects.requireNonNull(route.getTemplateParameters(), "parameters of " + routeId);
        return new KameletParameters(String.valueOf(given.get("templateId")), Map.copyOf(given)::get);
    }

    /** Empty also for what a form sends when nothing was filled in. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.apply(name)).map(Object::toString).filter(value -> !value.isBlank());
    }

    /** What cannot be done without, because the Kamelet requires it or has a default. */
    String required(String name) {
        return text(name).orElseThrow(() -> refusal(name, "is missing", "give it a value"));
    }

    /** A sentence for whoever filled it in. */
    ConfigException refusal(String name, String problem, String remedy) {
        return new ConfigException(List.of(new ConfigProblem("Kamelet " + kamelet, name, problem, remedy)));
    }
}
