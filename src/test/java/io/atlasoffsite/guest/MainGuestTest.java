package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.route.OffsitePack;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.ContextServicePlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack in Camel Main, whichever way it comes in. */
class MainGuestTest {

    private static final String EMPTY = "version: 1\n";

    @TempDir
    private Path directory;

    @Test
    void routesThatTheHostIncludesAreNotLoadedTwice() throws Exception {
        Main host = host(file().toString());
        host.configure().setRoutesIncludePattern(OffsitePack.ROUTES);

        List<String> ids = routesOf(host);

        assertThat(ids).contains("offsite-copy-snapshot").doesNotHaveDuplicates();
    }

    @Test
    void thePackComesInWhereCamelFindsNoPlugin() throws Exception {
        Main host = host(new WithoutPlugins(), "file:" + file());

        assertThat(routesOf(host)).contains("offsite-copy-snapshot").doesNotHaveDuplicates();
    }

    @Test
    void theConfigurationMayBeOnTheClassPath() throws Exception {
        file();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Main host = host("classpath:offsite.yaml");
            host.addMainListener(new MainListenerSupport() {
                @Override
                public void beforeConfigure(BaseMainSupport main) {
                    main.getCamelContext().setApplicationContextClassLoader(loader);
                }
            });

            assertThat(routesOf(host)).contains("offsite-copy-snapshot");
        }
    }

    @Test
    void aResourceThatIsNotThereStopsTheHostWithASentence() {
        Main host = host("classpath:nowhere.yaml");
        try {
            assertThatThrownBy(host::start).hasMessageContaining("offsite.config names classpath:nowhere.yaml");
        } finally {
            host.stop();
        }
    }

    @Test
    void aMistakeInTheConfigurationStopsTheHostWithASentence() throws Exception {
        Files.writeString(directory.resolve("offsite.yaml"), "version: 1\nplan: {}\n");
        Main host = host(directory.resolve("offsite.yaml").toString());
        try {
            assertThatThrownBy(host::start).hasMessageContaining("plan");
        } finally {
            host.stop();
        }
    }

    private Path file() throws Exception {
        return Files.writeString(directory.resolve("offsite.yaml"), EMPTY);
    }

    private Main host(String config) {
        return host(new Main(), config);
    }

    private Main host(Main host, String config) {
        host.addInitialProperty("offsite.config", config);
        host.addInitialProperty("offsite.data", directory.resolve("data").toString());
        return host;
    }

    private static List<String> routesOf(Main host) {
        try {
            host.start();
            CamelContext context = host.getCamelContext();
            return context.getRoutes().stream().map(Route::getRouteId).toList();
        } finally {
            host.stop();
        }
    }

    /** As where Camel's search for plugins sees another class loader than the application's. */
    private static final class WithoutPlugins extends Main {
        @Override
        protected CamelContext createCamelContext() {
            CamelContext context = super.createCamelContext();
            context.setApplicationContextClassLoader(new ClassLoader(WithoutPlugins.class.getClassLoader()) {
                @Override
                public Enumeration<URL> getResources(String name) throws IOException {
                    return name.equals("META-INF/services/" + ContextServicePlugin.class.getName())
                            ? Collections.emptyEnumeration()
                            : super.getResources(name);
                }
            });
            return context;
        }
    }
}
