package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.plan.RestoreConfig;
import io.atlasoffsite.restore.CopyRestorer;
import io.atlasoffsite.restore.RestoreTask;
import io.atlasoffsite.restore.Restored;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.RehearsalRecord;
import io.atlasoffsite.store.RehearsalRecord.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores one copy into a scratch directory, has it proved, and clears up. Whatever goes wrong is the rehearsal's outcome, except
 * that this process is going down. Thread safe.
 */
final class RehearseCopy {

    private static final Logger LOG = LoggerFactory.getLogger(RehearseCopy.class);

    private final RestoreConfig restores;
    private final Stores stores;
    private final CopyRestorer restorer;
    private final CommandRun commands = new CommandRun();
    private final Scratch scratch;
    private final AuditLog audit;
    private final Clock clock;
    private final String tool;

    RehearseCopy(
            RestoreConfig restores,
            Stores stores,
            CopyRestorer restorer,
            Scratch scratch,
            AuditLog audit,
            Clock clock,
            String tool) {
        this.restores = restores;
        this.stores = stores;
        this.restorer = restorer;
        this.scratch = scratch;
        this.audit = audit;
        this.clock = clock;
        this.tool = tool;
    }

    /** What is known of a rehearsal so far. For one thread. */
    private static final class Course {
        private final RehearsalTask task;
        private final Instant startedAt;
        private Optional<Restored> restored = Optional.empty();
        private Optional<RehearsalRecord.Command> command = Optional.empty();
        private Optional<OffsiteException> failure = Optional.empty();
        private Optional<Path> kept = Optional.empty();
        private double seconds;

        Course(RehearsalTask task, Instant startedAt) {
            this.task = task;
            this.startedAt = startedAt;
            this.failure = task.lost();
        }

        RehearsalResult end(Instant now, String tool) {
            Outcome outcome =
                    failure.isPresent() ? Outcome.FAILED : command.isPresent() ? Outcome.PROVED : Outcome.EXTRACTED;
            List<RehearsalRecord.Archive> archives = restored.map(Restored::archives).orElse(List.of()).stream()
                    .map(archive -> new RehearsalRecord.Archive(
                            archive.file(),
                            archive.replicaSet(),
                            archive.bytes(),
                            archive.sha256(),
                            archive.files(),
                            archive.extractedBytes()))
                    .toList();
            RehearsalRecord record = new RehearsalRecord(
                    task.place(),
                    task.store(),
                    task.copy(),
                    restored.map(Restored::seal).orElse(""),
                    startedAt,
                    now,
                    outcome,
                    archives,
                    seconds,
                    command,
                    failure.map(why -> new RehearsalRecord.Failure(why.reason().code(), why.getMessage(), why.hint())),
                    tool);
            return new RehearsalResult(record, kept);
        }
    }

    RehearsalResult rehearse(RehearsalTask task) throws InterruptedException {
        Course course = new Course(task, clock.instant());
        AuditLog.Line line = line(task);
        try {
            audit.write(line);
            if (task.copy().isPresent()) {
                restoreAndProve(course, task.copy().get());
            }
        } catch (Exception failure) {
            requireNoInterrupt(failure);
            course.failure = Optional.of(Failures.typed(failure));
        }
        RehearsalResult result = course.end(clock.instant(), tool);
        Optional<String> why = result.record().failure().map(RehearsalRecord.Failure::reason);
        account(line.ended(result.record().outcome().word(), why));
        return result;
    }

    /** It has happened, whoever can be told of it. */
    private void account(AuditLog.Line line) {
        try {
            audit.write(line);
        } catch (OffsiteException unwritable) {
            LOG.error("how a rehearsal ended is not in the audit log: {}", unwritable.getMessage());
        }
    }

    private static AuditLog.Line line(RehearsalTask task) {
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put("plan", task.plan().name());
        subject.put("cluster", task.label());
        subject.put("copyId", task.copy().map(CopyId::toString).orElse(""));
        subject.put("store", task.store());
        return new AuditLog.Line(
                "rehearse",
                task.request().who(),
                task.request().requestId(),
                subject,
                AuditLog.Line.ASKED,
                Optional.empty());
    }

    private void restoreAndProve(Course course, CopyId copy) throws IOException, InterruptedException {
        Rehearsal wish = course.task.wish();
        try (Scratch.Place place = scratch.make(wish.scratch(restores))) {
            long begin = System.nanoTime();
            try {
                RestoreTask task = new RestoreTask(
                        course.task.request().requestId(),
                        copy,
                        List.of(stores.open(course.task.store())),
                        place.into(),
                        List.of(),
                        false);
                course.restored = Optional.of(
                        restorer.restore(task, course.task.request().tally().part()));
            } finally {
                course.seconds = (System.nanoTime() - begin) / 1e9;
            }
            if (!wish.command().isEmpty()) {
                prove(course, wish, place);
            }
            if (course.task.request().keep()) {
                course.kept = Optional.of(place.keep());
            }
        }
    }

    private void prove(Course course, Rehearsal wish, Scratch.Place place) throws InterruptedException {
        Restored restored = course.restored.orElseThrow();
        CommandRun.Ended ended;
        try {
            ended = commands.run(new CommandRun.Command(
                    wish.command(), wish.timeout(), environment(course.task, restored), place.directory(), ""));
        } catch (IOException notStarted) {
            course.failure = Optional.of(OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "the proof command of plan " + course.task.plan().name() + " could not be started")
                    .hint("see that the first word of rehearse.command is the path of a program this user may run")
                    .cause(notStarted)
                    .build());
            return;
        }
        OptionalInt exit = ended.timedOut() ? OptionalInt.empty() : OptionalInt.of(ended.exit());
        course.command = Optional.of(new RehearsalRecord.Command(exit, ended.seconds(), ended.output()));
        if (!ended.good()) {
            course.failure = Optional.of(refused(course.task, wish, ended));
        }
    }

    private static OffsiteException refused(RehearsalTask task, Rehearsal wish, CommandRun.Ended ended) {
        String plan = task.plan().name();
        String how = ended.timedOut() ? "did not end within " + words(wish.timeout()) : "ended with " + ended.exit();
        return OffsiteException.because(Reason.INTEGRITY, "the proof command of plan " + plan + " " + how)
                .hint("its output is in the record beside the copy; offsite rehearse " + plan
                        + " --keep leaves the files to look at")
                .build();
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static Map<String, String> environment(RehearsalTask task, Restored restored) {
        return Map.of(
                "OFFSITE_RESTORE_DIRECTORY",
                restored.into().toString(),
                "OFFSITE_COPY_ID",
                restored.copyId().toString(),
                "OFFSITE_MONGODB_VERSION",
                restored.mongodbVersion(),
                "OFFSITE_PLAN",
                task.plan().name(),
                "OFFSITE_CLUSTER",
                task.place().cluster(),
                "OFFSITE_STORE",
                task.store(),
                "OFFSITE_DIRECTORIES",
                String.join(
                        "\n",
                        restored.archives().stream()
                                .map(Restored.Archive::directory)
                                .toList()));
    }

    private static void requireNoInterrupt(Exception failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (Failures.interrupted(failure)) {
            throw (InterruptedException) new InterruptedException("the rehearsal was interrupted").initCause(failure);
        }
    }
}
