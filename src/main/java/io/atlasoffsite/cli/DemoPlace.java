package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory a demo works in. It is emptied before each, and only when a demo made it. Stateless. */
final class DemoPlace {

    static final String PLAN = "flex-nightly";
    static final String CLUSTER = "flex-orders";

    static final String SHARDED = "sharded-events";

    /** Clusters of the other kinds; the plan of each has the cluster's own name. */
    static final List<String> OTHERS = List.of("m2-legacy", "rs-billing", DemoPlace.SHARDED);

    /** A kind whose snapshots Atlas lists and does not let out. */
    static final String NOT_DOWNLOADABLE = "serverless-audit";

    private static final String MARK = ".made-by-offsite-demo";

    private DemoPlace() {}

    static Path make(Path place) throws IOException {
        if (Files.exists(place) && !Files.exists(place.resolve(MARK))) {
            throw OffsiteException.because(Reason.INVALID_REQUEST, place + " exists and was not made by a demo")
                    .hint("move it away, or give the demo another directory with --data")
                    .build();
        }
        empty(place);
        Files.createDirectories(place.resolve("store"));
        Files.createFile(place.resolve(MARK));
        return place;
    }

    /** A plan that is due every few seconds, so that a demo need not last the night. */
    static Path configuration(Path place, Sandbox sandbox) throws IOException {
        Path file = place.resolve("offsite.yaml");
        List<String> lines = new ArrayList<>(List.of(
                "version: 1",
                "atlas:",
                "  sandbox:",
                "    baseUrl: " + sandbox.baseUrl(),
                "    auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }",
                "stores:",
                "  disk: { type: file, directory: '"
                        + place.resolve("store").toString().replace("'", "''") + "' }",
                "plans:"));
        lines.addAll(plan(PLAN, CLUSTER));
        lines.addAll(List.of("    schedule: \"0/3 * * * * ?\"", "    alertAfter: 26h"));
        OTHERS.forEach(cluster -> lines.addAll(plan(cluster, cluster)));
        lines.addAll(plan(NOT_DOWNLOADABLE, NOT_DOWNLOADABLE));
        lines.add(
                "restore: { directory: '" + place.resolve("restores").toString().replace("'", "''") + "' }");
        lines.add("http: { port: 0, managementPort: 0 }");
        Files.write(file, lines);
        return file;
    }

    private static List<String> plan(String name, String cluster) {
        return List.of(
                "  " + name + ":",
                "    atlas: sandbox",
                "    project: " + Sandbox.PROJECT,
                "    cluster: " + cluster,
                "    stores: [disk]");
    }

    private static void empty(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            all.sorted(Comparator.reverseOrder()).forEach(DemoPlace::delete);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
