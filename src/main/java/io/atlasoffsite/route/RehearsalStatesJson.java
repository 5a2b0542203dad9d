package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.RehearsalState;
import java.util.List;

/** Writes down how restores were rehearsed: the same for the command and for the web. Stateless. */
public final class RehearsalStatesJson {

    private RehearsalStatesJson() {}

    /**
     * A list with an object for each plan and cluster.
     *
     * @param all in the order they are to be shown; not null
     * @param json the writer; not null
     * @return the tree
     */
    public static ArrayNode list(List<RehearsalState> all, Json json) {
        ArrayNode list = json.list();
        for (RehearsalState one : all) {
            ObjectNode tree = json.object()
                    .put("plan", one.plan())
                    .put("cluster", one.cluster())
                    .put("state", one.state().word());
            one.alertAfter().ifPresent(after -> tree.put("alertAfterSeconds", after.toSeconds()));
            one.age().ifPresent(age -> tree.put("ageSeconds", age.toSeconds()));
            ObjectNode rehearsal = tree.putObject("rehearsal");
            one.last().ifPresent(last -> {
                rehearsal.put("finishedAt", last.at().toString()).put("store", last.store());
                rehearsal
                        .put("copyId", last.copyId())
                        .put("outcome", last.outcome().word());
                if (!last.summary().isEmpty()) {
                    rehearsal.put("summary", last.summary());
                }
            });
            list.add(tree);
        }
        return list;
    }
}
