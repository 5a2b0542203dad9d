package io.atlasoffsite.guest;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** An application of YAML alone, a sandbox Atlas and a directory for copies. */
final class KameletScene implements AutoCloseable {

    static final String COPY = "offsite-copy-snapshot-action";
    static final String RESTORE = "offsite-restore-snapshot-action";
    static final String CLUSTER = "flex-orders";

    private final Path home;
    private final Sandbox sandbox;
    private final YamlHost host;

    KameletScene(Path home) throws IOException {
        this(home, 400_000);
    }

    KameletScene(Path home, long archiveBytes) throws IOException {
        this(home, SandboxOptions.builder().archiveBytes(archiveBytes).build());
    }

    KameletScene(Path home, SandboxOptions atlas) throws IOException {
        this.home = home;
        this.sandbox = Sandbox.start(atlas);
        this.host = new YamlHost(home);
        Files.createDirectories(copies());
    }

    /** The parameters of a copy into the directory. */
    Map<String, String> copying() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("project", Sandbox.PROJECT);
        parameters.put("cluster", CLUSTER);
        parameters.put("clientId", "mdb_sa_id_sandbox");
        parameters.put("clientSecret", "mdb_sa_sk_sandbox");
        parameters.put("baseUrl", sandbox.baseUrl());
        parameters.put("directory", copies().toString());
        parameters.put("data", data().toString());
        return parameters;
    }

    /** The parameters of a restore from the directory. */
    Map<String, String> restoring(String into) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("into", home.resolve(into).toString());
        parameters.put("directory", copies().toString());
        parameters.put("data", data().toString());
        return parameters;
    }

    /** The parameters of a bucket, in place of a directory. */
    static Map<String, String> inBucket(Map<String, String> parameters, int port) {
        return with(
                without(parameters, "directory"),
                "bucket",
                S3Server.BUCKET,
                "prefix",
                "atlas",
                "endpoint",
                "http://127.0.0.1:" + port,
                "pathStyle",
                "true",
                "accessKey",
                S3Server.KEY,
                "secretKey",
                S3Server.SECRET);
    }

    static Map<String, String> with(Map<String, String> parameters, String... more) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        for (int index = 0; index < more.length; index += 2) {
            all.put(more[index], more[index + 1]);
        }
        return all;
    }

    static Map<String, String> without(Map<String, String> parameters, String... names) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        List.of(names).forEach(fewer::remove);
        return fewer;
    }

    /** A step that calls a Kamelet, as somebody writes it into a route. */
    static String call(String kamelet, Map<String, String> parameters) {
        String lines = parameters.entrySet().stream()
                .map(entry -> "              " + entry.getKey() + ": " + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        return "        - to:\n            uri: kamelet:" + kamelet + "\n            parameters:\n" + lines;
    }

    private static String quoted(String value) {
        return new Json().write(value);
    }

    /** A route from {@code direct:} and its id. */
    KameletScene route(String id, String... steps) throws IOException {
        return route(id, "", steps);
    }

    private KameletScene route(String id, String errorHandler, String... steps) throws IOException {
        host.routes("- route:\n    id: " + id + "\n" + errorHandler + "    from:\n      uri: direct:" + id
                + "\n      steps:\n" + String.join("", steps));
        return this;
    }

    /** The same with lines for how it handles errors. */
    KameletScene handling(String id, String errorHandler, String... steps) throws IOException {
        return route(id, errorHandler.indent(4), steps);
    }

    KameletScene start() throws Exception {
        host.start();
        return this;
    }

    YamlHost host() {
        return host;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    String newest() {
        List<String> oldestFirst = sandbox.completedSnapshotIds(CLUSTER);
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    String oldest() {
        return sandbox.completedSnapshotIds(CLUSTER).get(0);
    }

    Exchange send(String route, Object body) throws IOException {
        return host.send("direct:" + route, body);
    }

    Path copies() {
        return home.resolve("copies");
    }

    Path data() {
        return home.resolve("data");
    }

    Path home() {
        return home;
    }

    /** Files below the directory for copies with an ending. */
    List<Path> stored(String ending) {
        return files(copies(), ending);
    }

    static List<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static com.fasterxml.jackson.databind.JsonNode json(Exchange ended) throws IOException {
        return new Json().read(ended.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        host.close();
        sandbox.close();
    }
}
