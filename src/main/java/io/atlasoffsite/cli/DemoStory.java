package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.route.Verification;
import io.atlasoffsite.route.VerifyRequest;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a demo does and says: a schedule, a message, a skip, a dead letter, and the proof at the end. */
final class DemoStory implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final String BY_MESSAGE = "demo-by-message";
    private static final String RESTORE = "demo-restore";
    private static final String MISSING = "demo-missing-snapshot";
    private static final String NO_SUCH_SNAPSHOT = "0123456789abcdef01234567";

    private final Installation installation;
    private final Sandbox sandbox;
    private final Path place;
    private final PrintWriter out;
    private final Service service;
    private final BrokerTalk broker;

    DemoStory(Installation installation, Sandbox sandbox, Path place, PrintWriter out) throws IOException {
        this.installation = installation;
        this.sandbox = sandbox;
        this.place = place;
        this.out = out;
        out.println("A stand-in Atlas listens at " + sandbox.baseUrl() + "; everything stays on this machine.");
        out.println("The service starts: embedded broker, a plan for each kind of cluster, one store (disk).");
        this.service = Service.start(installation);
        this.broker = new BrokerTalk(service.broker());
    }

    int tell() throws Exception {
        out.println();
        out.println("1. The plan's schedule is due: its request goes onto the queue, and a copy begins.");
        JsonNode scheduled = await("copy.completed", DemoPlace.PLAN + "@");
        tell(scheduled);
        out.println("2. A message asks for an older snapshot of the same cluster.");
        send(BY_MESSAGE, DemoPlace.PLAN, olderSnapshot(scheduled));
        tell(await("copy.completed", BY_MESSAGE));
        out.println("3. The schedule is due again: there is nothing new, and nothing is fetched twice.");
        tell(await("copy.skipped", DemoPlace.PLAN + "@"));
        out.println(
                "4. Messages ask for an M2, a replica set and a sharded cluster, which has one archive for each shard and one");
        out.println("   for its config servers.");
        for (String cluster : DemoPlace.OTHERS) {
            send("demo-" + cluster, cluster, "");
        }
        for (String cluster : DemoPlace.OTHERS) {
            tell(await("copy.completed", "demo-" + cluster));
        }
        out.println("5. A message asks for a snapshot that does not exist.");
        send(MISSING, DemoPlace.PLAN, NO_SUCH_SNAPSHOT);
        letter(MISSING);
        out.println("6. A message asks for a serverless instance, whose snapshots Atlas does not let out.");
        send("demo-serverless", DemoPlace.NOT_DOWNLOADABLE, "");
        letter("demo-serverless");
        return prove();
    }

    private void send(String requestId, String plan, String snapshot) throws Exception {
        Optional<String> one = snapshot.isEmpty() ? Optional.empty() : Optional.of(snapshot);
        CopyRequest request =
                new CopyRequest.OfPlan(requestId, plan, Optional.empty(), Optional.empty(), Optional.empty(), one);
        broker.send(request, installation.config().plan(plan));
    }

    private String olderSnapshot(JsonNode scheduled) {
        String copied = scheduled.path("data").path("copyId").asText();
        List<String> oldestFirst = sandbox.completedSnapshotIds(DemoPlace.CLUSTER);
        return oldestFirst.stream()
                .filter(id -> !copied.endsWith(id))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    private JsonNode await(String type, String request) throws Exception {
        return broker.awaitEvent(
                        event -> event.path("type").asText().endsWith(type)
                                && event.path("data").path("requestId").asText().startsWith(request),
                        PATIENCE)
                .orElseThrow(() -> OffsiteException.because(
                                Reason.UNEXPECTED, "the demo waited in vain for " + type + " of request " + request)
                        .hint("run it again with --debug")
                        .build());
    }

    private void tell(JsonNode event) {
        JsonNode data = event.path("data");
        out.printf(
                "   event %s: %s, %s%n",
                event.path("type").asText().replace("io.atlasoffsite.", ""),
                data.path("copyId").asText(),
                Human.bytes(data.path("bytes").asLong()));
    }

    private void letter(String request) throws Exception {
        String reason =
                await("copy.failed", request).path("data").path("reason").asText();
        JsonNode letter = broker.awaitLetter(Reason.ofCode(reason).orElse(Reason.UNEXPECTED), PATIENCE)
                .orElseThrow(
                        () -> OffsiteException.because(Reason.UNEXPECTED, "the demo waited in vain for a dead letter")
                                .hint("run it again with --debug")
                                .build());
        out.printf(
                "   dead letter on offsite.dead.%s: %s%n   hint: %s%n",
                letter.path("reason").asText(),
                letter.path("summary").asText(),
                letter.path("hint").asText());
    }

    private int prove() throws Exception {
        out.println(
                "7. All copies are read back from the store and proved against their manifests, as offsite verify --all does.");
        out.println();
        Verification verification =
                (Verification) service.pack().ask("direct:offsite-verify-copies", VerifyRequest.everything(), Map.of());
        VerifyReport report = new VerifyReport(verification);
        Screen screen = new Screen(out, out, false);
        report.print(screen);
        int code = report.judge(screen);
        restore();
        out.println();
        out.println("The copies are yours to look at:");
        out.println("  cd " + place.resolve("store") + "/"
                + verification.verdicts().get(0).copyId());
        out.println("  sha256sum -c SHA256SUMS && tar tzf *.tar.gz | head");
        boolean all = verification.verdicts().size() == 2 + DemoPlace.OTHERS.size();
        return all ? code : ErrorLines.worst(code, ErrorLines.UNEXPECTED);
    }

    /** The other half of a backup. */
    private void restore() throws Exception {
        out.println();
        out.println(
                "8. A message asks for the newest copy of the sharded cluster to be restored; every byte is proved on the way.");
        RestoreRequest request = new RestoreRequest(
                RESTORE,
                new RestoreRequest.Newest(DemoPlace.SHARDED, Optional.empty(), Optional.empty()),
                Optional.empty(),
                DemoPlace.SHARDED,
                List.of(),
                Optional.empty());
        broker.send(request);
        JsonNode event = await("restore.completed", RESTORE);
        tell(event);
        Path copy =
                place.resolve("store").resolve(event.path("data").path("copyId").asText());
        Path restored = place.resolve("restores").resolve(DemoPlace.SHARDED);
        int files = 0;
        for (Manifest.Archive archive : manifest(copy).archives()) {
            files += TarComparison.same(copy.resolve(archive.file()), restored.resolve(archive.replicaSet()));
        }
        out.println("   " + files + " files are byte for byte what was archived; how to start servers on them: "
                + restored.resolve("RESTORE.md"));
    }

    private Manifest manifest(Path copy) throws IOException {
        CopyId id =
                CopyId.parse(place.resolve("store").relativize(copy).toString()).orElseThrow();
        CatalogEntry entry =
                new Catalog(service.pack().beans().store("disk"), 1).find(id).orElseThrow();
        return entry.sealedManifest().orElseThrow().manifest();
    }

    @Override
    public void close() {
        broker.close();
        service.close();
    }
}
