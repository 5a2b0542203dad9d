package io.atlasoffsite.plan;

import java.net.URI;
import java.util.Optional;

/** Checks of everything but stores and plans that a schema cannot express. */
final class SettingsCheck {

    private static final long LEAST_MEMORY = 16L * 1024 * 1024;

    private final Problems problems;

    SettingsCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Section root) {
        root.named("atlas").values().forEach(this::access);
        proxy(root.section("network"));
        transfer(root.section("transfer"));
        http(root.section("http"));
        broker(root.section("broker"));
    }

    private void access(Section access) {
        baseUrl(access);
        ascending(access.section("retry"));
        ascending(access.section("poll"));
    }

    private void baseUrl(Section access) {
        String key = access.path("baseUrl");
        Optional<URI> url = Urls.http(access.text("baseUrl")).filter(Urls::isPlain);
        if (url.isEmpty() || !url.get().getRawPath().matches("/?")) {
            problems.add(key, "is no address of an API", "write scheme and host alone, e.g. https://cloud.mongodb.com");
            return;
        }
        boolean secure = url.get().getScheme().equals("https");
        if (!secure && !Urls.isLoopback(url.get().getHost())) {
            problems.add(
                    key, "would send the credential unencrypted", "write https://; only a loopback host may have http");
        }
    }

    private void ascending(Section waits) {
        if (waits.duration("first").compareTo(waits.duration("longest")) > 0) {
            problems.add(waits.path("first"), "is longer than longest", "make first the shorter one");
        }
    }

    private void proxy(Section network) {
        network.optionalText("proxy").ifPresent(text -> {
            Optional<URI> url = Urls.http(text).filter(uri -> uri.getPort() > 0);
            if (url.isEmpty() || !decodes(url.get())) {
                problems.add(
                        network.path("proxy"),
                        "is no address of a proxy",
                        "write http://host:port or http://user:password@host:port, with %XX for : @ / in the password");
            }
        });
    }

    private static boolean decodes(URI uri) {
        try {
            return Urls.userInfo(uri).length == 2;
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private void transfer(Section transfer) {
        transfer.size("memory").ifPresent(bytes -> {
            if (bytes < LEAST_MEMORY) {
                problems.add(transfer.path("memory"), "is too little to move parts", "give at least 16MiB");
            }
        });
    }

    private void http(Section http) {
        boolean any = http.integer("port") == 0;
        if (!any && http.integer("port") == http.integer("managementPort")) {
            problems.add(http.path("managementPort"), "is the port of the web side, too", "give it another port");
        }
    }

    private void broker(Section broker) {
        if (broker.has("user") && !broker.has("url")) {
            problems.add(broker.path("user"), "has no broker to go to", "add broker.url, or remove user and password");
        }
        if (broker.has("password") && !broker.has("user")) {
            problems.add(broker.path("password"), "has no user", "add broker.user");
        }
    }
}
