package io.atlasoffsite.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * The pack's route files, one by one. A list in the jar names them: to look for them takes Camel many seconds where the jar lies in
 * another jar, as Spring Boot's does, and finds none when two jars have the same folder. Stateless.
 */
public final class RouteFiles {

    private static final String FOLDER = "atlas-offsite/routes/";
    private static final String LIST = "/atlas-offsite/routes.txt";
    private static final String TRIGGERS = "trigger/";

    private RouteFiles() {}

    /**
     * The files.
     *
     * @param context whose class loaders know the jar; not null
     * @param triggers with those that begin something by themselves, or without
     * @return each once, in the order of the list
     * @throws IllegalStateException when the jar has lost its list
     */
    public static List<Resource> of(CamelContext context, boolean triggers) {
        return names().stream()
                .filter(name -> triggers || !name.startsWith(TRIGGERS))
                .map(name -> PluginHelper.getResourceLoader(context).resolveResource("classpath:" + FOLDER + name))
                .toList();
    }

    static List<String> names() {
        try (InputStream list = RouteFiles.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException(
                        "the jar of atlas-offsite has no " + LIST + "; take it as it was released");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("the jar of atlas-offsite cannot be read", unreadable);
        }
    }
}
