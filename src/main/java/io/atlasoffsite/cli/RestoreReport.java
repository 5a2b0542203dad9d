package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.restore.RestorePreview;
import java.nio.file.Path;

/** A restore, or what it would take, as people and programs read it. Stateless. */
final class RestoreReport {

    private RestoreReport() {}

    /** Prints how a restore ended and answers the exit code. */
    static int print(RestoreResult result, boolean json, Screen screen) {
        RestoreOutcome.Unpacked outcome = (RestoreOutcome.Unpacked) result.outcome();
        Path into = Path.of(result.subject().where());
        if (json) {
            Json writer = new Json();
            screen.json(result.toTree(writer));
        } else {
            table(outcome, screen);
            screen.line(did(outcome) + into
                    + (outcome.mongodbVersion().isEmpty() ? "" : ", of MongoDB " + outcome.mongodbVersion())
                    + "; how to start a server on it: " + into.resolve("RESTORE.md"));
        }
        outcome.warnings().forEach(screen::say);
        if (outcome.whole()) {
            return 0;
        }
        outcome.archives().stream()
                .filter(archive -> !archive.proved())
                .forEach(archive -> screen.say(archive.directory()
                        + (archive.store().isEmpty() ? "" : ", from store '" + archive.store() + "',")
                        + " is not proved: " + String.join("; ", archive.unproved())));
        return ErrorLines.INTEGRITY;
    }

    private static String did(RestoreOutcome.Unpacked outcome) {
        if (outcome.whole()) {
            return outcome.repeated() ? "restored before into " : "restored into ";
        }
        return outcome.repeated() ? "what could be saved was saved before into " : "saved what could be saved into ";
    }

    private static void table(RestoreOutcome.Unpacked outcome, Screen screen) {
        Table table = new Table("DIRECTORY", "STORE", "OUTCOME", ">FILES", ">SIZE", ">READ");
        outcome.archives()
                .forEach(archive -> table.row(
                        archive.directory(),
                        archive.store(),
                        outcome(archive),
                        Long.toString(archive.files()),
                        Human.bytes(archive.extractedBytes()),
                        Human.bytes(archive.bytes())));
        table.print(screen.out());
    }

    private static String outcome(RestoreOutcome.Archive archive) {
        return !archive.proved() ? "unproved" : archive.resumed() ? "proved before" : "proved";
    }

    /** Prints what a restore would take and answers the exit code: there may be no room for it. */
    static int print(RestorePreview preview, boolean json, Screen screen) {
        if (json) {
            screen.json(tree(preview));
        } else {
            Table table = new Table("DIRECTORY", "STORES", ">SIZE", ">READ");
            preview.archives()
                    .forEach(archive -> table.row(
                            archive.directory(),
                            String.join(",", archive.stores()),
                            Human.bytes(archive.extractedBytes()),
                            Human.bytes(archive.bytes())));
            table.print(screen.out());
            screen.line("copy " + preview.copyId()
                    + (preview.mongodbVersion().isEmpty() ? "" : ", of MongoDB " + preview.mongodbVersion()));
            screen.line("reads " + Human.bytes(preview.bytes()) + ", needs " + Human.bytes(preview.needed()) + " of "
                    + Human.bytes(preview.free()) + " free"
                    + (preview.seconds().isPresent()
                            ? ", takes about " + preview.seconds().getAsLong() + " s"
                            : ""));
        }
        if (!preview.fits()) {
            screen.say("there is not enough room for " + preview.into() + "; make some, or restore elsewhere");
            return ErrorLines.UNAVAILABLE;
        }
        return 0;
    }

    private static ObjectNode tree(RestorePreview preview) {
        ObjectNode tree = new Json().object().put("copyId", preview.copyId().toString());
        tree.put("into", preview.into().toString()).put("seal", preview.seal());
        tree.put("mongodbVersion", preview.mongodbVersion()).put("bytes", preview.bytes());
        tree.put("needed", preview.needed()).put("free", preview.free()).put("fits", preview.fits());
        preview.seconds().ifPresent(seconds -> tree.put("estimatedSeconds", seconds));
        ArrayNode archives = tree.putArray("archives");
        for (RestorePreview.Archive archive : preview.archives()) {
            ObjectNode one = archives.addObject().put("file", archive.file()).put("replicaSet", archive.replicaSet());
            one.put("directory", archive.directory()).put("bytes", archive.bytes());
            one.put("extractedBytes", archive.extractedBytes());
            archive.stores().forEach(one.withArray("stores")::add);
        }
        return tree;
    }
}
