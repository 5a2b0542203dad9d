package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import java.util.List;

/** The part of RESTORE.md that takes data out of a server of section 3, all of it or one collection. Stateless. */
final class DumpNotes {

    private DumpNotes() {}

    static String elsewhere(NotedCopy copy) {
        StringBuilder all = new StringBuilder();
        StringBuilder one = new StringBuilder();
        StringBuilder names = new StringBuilder();
        StringBuilder back = new StringBuilder();
        List<Archive> withData = copy.shards().isEmpty() ? copy.archives() : copy.shards();
        for (Archive archive : withData) {
            int port = copy.port(archive);
            String file = copy.directory(archive);
            all.append("    mongodump --port %d --gzip --archive=\"$INTO/%s.gz\"\n".formatted(port, file));
            one.append(
                    "    mongodump --port %d --db \"$DB\" --collection \"$COLLECTION\" --gzip --archive=\"$INTO/%s-one.gz\"\n"
                            .formatted(port, file));
            names.append("""
                        mongorestore --uri "$TARGET" --gzip --archive="$INTO/%s.gz" --nsExclude 'admin.*' --nsExclude 'config.*'
                    """.formatted(file));
            back.append("""
                        mongorestore --uri "$TARGET" --gzip --archive="$INTO/%s-one.gz" --nsInclude "$DB.$COLLECTION" --nsFrom "$DB.$COLLECTION" --nsTo "$DB.${COLLECTION}_restored"
                    """.formatted(file));
        }
        return text(
                copy, withData.isEmpty() ? NotedCopy.FIRST_PORT : copy.port(withData.get(0)), all, names, one, back);
    }

    private static String text(
            NotedCopy copy, int port, CharSequence all, CharSequence names, CharSequence one, CharSequence back) {
        return """

                ## 5. Bring the data somewhere else

                Nothing uploads these files into Atlas. With the servers of section 3 running, everything, into a cluster that has none of it yet:

                    TARGET='mongodb+srv://USER@CLUSTER.mongodb.net/'    # say yours; it asks for the password
                %s%s
                Atlas keeps its own users and settings; that is why `admin` and `config` stay behind. One collection, beside the one that is there:

                    DB='shop' COLLECTION='orders'    # say yours
                %s%s
                Look at it there, then rename it; `--drop` instead of `--nsFrom` and `--nsTo` would replace the other one at once. As text, one document
                a line:

                    mongoexport --port %d --db "$DB" --collection "$COLLECTION" --jsonFormat canonical --out "$INTO/$COLLECTION.json"
                %s
                Stop every server when done, and remove the directory: it holds all of the data, readable.
                """.formatted(
                        all,
                        names,
                        one,
                        back,
                        port,
                        copy.sharded()
                                ? "\nA sharded collection lies in parts on several shards: do this for each of them. A document that was just moving can\n"
                                        + "be on two; `mongorestore` says that the second one is a duplicate and goes on. From the\n"
                                        + "cluster of section 4 one dump with `--port 27116` has all of it.\n"
                                : "");
    }
}
