package io.atlasoffsite.guest;

import io.atlasoffsite.route.RouteFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.Model;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.PluginHelper;

/**
 * Loads the pack's route files into the host's context, but for those whose place the host has taken: with a route
 * that consumes from the same {@code direct:} name, or with a trigger or route configuration of the same id. What a file is called, and what its route is called and consumes from,
 * go together (docs/routes.md).
 */
final class GuestRoutes {

    /** As Camel writes it in the address of an endpoint. */
    private static final String DIRECT = "direct://";

    private final CamelContext context;

    GuestRoutes(CamelContext context) {
        this.context = context;
    }

    /**
     * Loads them.
     *
     * @return the ids of the pack's routes that the host has taken the place of, in the order of the files
     * @throws IllegalStateException when a route of the host has the id of one that others call, and cannot be called in its place
     */
    List<String> load(boolean triggers) throws Exception {
        Set<String> ids = ids();
        Set<String> consumed = consumed();
        List<String> replaced = new ArrayList<>();
        List<Resource> wanted = new ArrayList<>();
        for (Resource file : RouteFiles.of(context, triggers)) {
            String id = id(file);
            boolean called = consumed.contains(DIRECT + id);
            if (!called && !ids.contains(id)) {
                wanted.add(file);
                continue;
            }
            if (!called && !isTrigger(file)) {
                refuseNameOnly(id);
            }
            replaced.add(id);
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(wanted);
        return replaced;
    }

    /** A route configuration is not called, and its id is all there is to it. */
    private void refuseNameOnly(String id) {
        if (model().getRouteDefinition(id) != null) {
            throw new IllegalStateException(
                    "your route " + id + " has the id of a route of atlas-offsite and does not consume from direct:"
                            + id + "; give it another id, or let it consume from there to take that one's place");
        }
    }

    private Set<String> ids() {
        Model model = model();
        return Stream.of(
                        model.getRouteDefinitions(),
                        model.getRouteTemplateDefinitions(),
                        model.getRouteConfigurationDefinitions())
                .flatMap(Collection::stream)
                .map(OptionalIdentifiedDefinition::getId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** As Camel names its endpoints, whichever of the ways to write one the host has chosen. */
    private Set<String> consumed() {
        return model().getRouteDefinitions().stream()
                .filter(route -> route.getInput() != null)
                .map(this::place)
                .collect(Collectors.toSet());
    }

    private String place(RouteDefinition route) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties parameters = new Properties();
        if (route.getTemplateParameters() != null) {
            parameters.putAll(route.getTemplateParameters());
        }
        properties.setLocalProperties(parameters);
        try {
            String uri = EndpointHelper.resolveEndpointUriPropertyPlaceholders(
                    context, route.getInput().getEndpointUri());
            return EndpointHelper.normalizeEndpointUri(uri).replaceFirst("\\?.*$", "");
        } catch (ResolveEndpointFailedException unknown) {
            // Camel says so itself, and better, when it comes to this route.
            return "";
        } finally {
            properties.setLocalProperties(null);
        }
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    private static boolean isTrigger(Resource file) {
        return file.getLocation().contains("/trigger/");
    }

    private static String id(Resource file) {
        String name = file.getLocation();
        return "offsite-" + name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
    }
}
