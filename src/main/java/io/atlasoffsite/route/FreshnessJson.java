package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Freshness;
import java.util.List;

/** Writes down how fresh copies are: the same for the command and for the web. Stateless. */
public final class FreshnessJson {

    private FreshnessJson() {}

    /**
     * A list with an object for each plan, cluster and store.
     *
     * @param all in the order they are to be shown; not null
     * @param json the writer; not null
     * @return the tree
     */
    public static ArrayNode list(List<Freshness> all, Json json) {
        ArrayNode list = json.list();
        for (Freshness one : all) {
            ObjectNode tree = json.object()
                    .put("plan", one.plan())
                    .put("cluster", one.cluster())
                    .put("store", one.store())
                    .put("state", one.state().word())
                    .put("alertAfterSeconds", one.alertAfter().toSeconds());
            one.newest().ifPresent(taken -> tree.put("newestTakenAt", taken.toString()));
            one.age().ifPresent(age -> tree.put("ageSeconds", age.toSeconds()));
            list.add(tree);
        }
        return list;
    }
}
