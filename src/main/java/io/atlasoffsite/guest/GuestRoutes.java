package io.atlasoffsite.guest;

import io.atlasoffsite.route.RouteFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Loads the pack's route files into the host's context, but for those whose place the host has taken: with a route of the same id,
 * or one that consumes from the same {@code direct:} name. What a file is called, and what its route is called and consumes from,
 * go together (docs/routes.md).
 */
final class GuestRoutes {

    private final CamelContext context;

    GuestRoutes(CamelContext context) {
        this.context = context;
    }

    /**
     * Loads them.
     *
     * @return the ids of the pack's routes that the host has taken the place of, in the order of the files
     */
    List<String> load(boolean triggers) throws Exception {
        Set<String> taken = taken();
        List<String> replaced = new ArrayList<>();
        List<Resource> wanted = new ArrayList<>();
        for (Resource file : RouteFiles.of(context, triggers)) {
            String id = id(file);
            if (taken.contains(id)) {
                replaced.add(id);
            } else {
                wanted.add(file);
            }
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(wanted);
        return replaced;
    }

    private Set<String> taken() {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        Set<String> taken = new HashSet<>();
        model.getRouteDefinitions().forEach(route -> {
            taken.add(Objects.requireNonNullElse(route.getId(), ""));
            String from = route.getInput() == null ? "" : route.getInput().getEndpointUri();
            if (from.startsWith("direct:")) {
                taken.add(from.replaceFirst("^direct:(//)?", "").replaceFirst("\\?.*$", ""));
            }
        });
        Stream.of(model.getRouteTemplateDefinitions(), model.getRouteConfigurationDefinitions())
                .flatMap(Collection::stream)
                .map(OptionalIdentifiedDefinition::getId)
                .filter(Objects::nonNull)
                .forEach(taken::add);
        return taken;
    }

    private static String id(Resource file) {
        String name = file.getLocation();
        return "offsite-" + name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
    }
}
