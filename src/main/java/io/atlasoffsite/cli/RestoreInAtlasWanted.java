package io.atlasoffsite.cli;

import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.plan.OffsiteConfig;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What somebody wants Atlas to restore, as typed. Filled by picocli. */
final class RestoreInAtlasWanted {

    private static final Duration IN_TIME = Duration.ofMinutes(15);
    private static final Pattern REQUEST_ID = Pattern.compile("[!-#%-z|~]{1,200}");

    @Option(names = "--project", required = true, paramLabel = "ID", description = "the project the snapshot is of")
    private String project = "";

    @Option(names = "--cluster", required = true, paramLabel = "NAME", description = "the cluster the snapshot is of")
    private String cluster = "";

    @Option(names = "--atlas", paramLabel = "NAME", description = "the Atlas access (default: the only one)")
    private Optional<String> atlas = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "auto (the default), flex, dedicated, shared or serverless; refused when it is another")
    private Optional<String> kind = Optional.empty();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(
            names = "--target",
            required = true,
            paramLabel = "PROJECT/CLUSTER",
            description = "the cluster that is wiped and filled")
    private String target = "";

    @Option(
            names = "--confirm",
            paramLabel = "PROJECT/CLUSTER",
            description = "the target once more; without it nothing is done")
    private Optional<String> confirm = Optional.empty();

    @Option(
            names = "--not-after",
            paramLabel = "TIME",
            description = "when nobody wants it any more, e.g. 2026-08-02T17:06:56Z (default: in 15 minutes)")
    private Optional<String> notAfter = Optional.empty();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "the id under which it is asked for once; the same id again follows what was asked for")
    private Optional<String> requestId = Optional.empty();

    /** One of the three. */
    static final class What {

        @Option(names = "--snapshot", paramLabel = "ID", description = "this snapshot")
        private Optional<String> snapshot = Optional.empty();

        @Option(names = "--newest", description = "the newest completed snapshot")
        private boolean newest;

        @Option(
                names = "--point-in-time",
                paramLabel = "TIME",
                description = "what the cluster held then, by its continuous backup")
        private Optional<String> pointInTime = Optional.empty();
    }

    /** The request; what is no id, name or time is refused here. Who only looks has nothing to confirm. */
    AtlasRestoreRequest request(OffsiteConfig config, Clock clock, boolean looking) {
        String access = Arguments.onlyOne(atlas, config.atlas(), "--atlas", "Atlas accesses");
        config.access(access);
        String id = requestId.orElseGet(() -> "restore-" + UUID.randomUUID());
        if (!REQUEST_ID.matcher(id).matches()) {
            throw CommandFailure.usage(
                    "--request-id is no id; one has 1 to 200 visible ASCII characters without {, } and $");
        }
        return new AtlasRestoreRequest(
                id,
                access,
                Arguments.project(project),
                Arguments.cluster(cluster),
                kind.map(Arguments::kind),
                choice(),
                target(),
                looking ? confirm.or(() -> Optional.of(target().toString())) : confirm,
                notAfter.map(text -> instant("--not-after", text))
                        .orElseGet(() -> clock.instant().plus(IN_TIME)),
                Optional.empty());
    }

    private AtlasRestoreRequest.Choice choice() {
        if (what.snapshot.isPresent()) {
            return new AtlasRestoreRequest.OfSnapshot(Arguments.snapshot(what.snapshot.get()));
        }
        if (what.pointInTime.isPresent()) {
            Instant moment = instant("--point-in-time", what.pointInTime.get());
            return new AtlasRestoreRequest.PointInTime(new AtlasRestoreRequest.At(moment), Optional.empty());
        }
        return new AtlasRestoreRequest.Newest();
    }

    private AtlasRestoreRequest.Target target() {
        String[] parts = target.split("/", -1);
        if (parts.length != 2) {
            throw CommandFailure.usage(
                    "--target names no cluster; write the project's id, a slash and the cluster's name");
        }
        return new AtlasRestoreRequest.Target(Arguments.project(parts[0]), Arguments.cluster(parts[1]));
    }

    private static Instant instant(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException noInstant) {
            throw CommandFailure.usage(option + " is no instant in UTC; write e.g. 2026-08-02T17:06:56Z");
        }
    }
}
