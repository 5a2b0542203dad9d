package io.atlasoffsite.plan;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole, valid {@code offsite.yaml}. Immutable and thread safe; maps keep the order of the file.
 *
 * @param version the version of the file's format, 1
 * @param atlas the accesses to Atlas by name
 * @param network how the outside is reached
 * @param stores the stores by name
 * @param plans the plans by name
 * @param transfer limits of moving bytes
 * @param restore what restores may do
 * @param http the web side
 * @param broker the broker
 */
public record OffsiteConfig(
        int version,
        Map<String, AtlasAccess> atlas,
        Network network,
        Map<String, StoreConfig> stores,
        Map<String, Plan> plans,
        TransferConfig transfer,
        RestoreConfig restore,
        HttpConfig http,
        BrokerConfig broker) {

    /** Copies the maps. */
    public OffsiteConfig {
        atlas = ordered(atlas);
        stores = ordered(stores);
        plans = ordered(plans);
    }

    /**
     * Finds a plan.
     *
     * @param name its name; not null
     * @return the plan
     * @throws OffsiteException with {@link Reason#INVALID_REQUEST} when no plan has that name
     */
    public Plan plan(String name) {
        return find(plans, "plan", name);
    }

    /**
     * Finds a store.
     *
     * @param name its name; not null
     * @return the store
     * @throws OffsiteException with {@link Reason#INVALID_REQUEST} when no store has that name
     */
    public StoreConfig store(String name) {
        return find(stores, "store", name);
    }

    /**
     * Finds an access to Atlas.
     *
     * @param name its name; not null
     * @return the access
     * @throws OffsiteException with {@link Reason#INVALID_REQUEST} when no access has that name
     */
    public AtlasAccess access(String name) {
        return find(atlas, "atlas access", name);
    }

    /**
     * The plans that look after a cluster, so that nobody wipes it by an in-Atlas restore.
     *
     * @param project the project's id; not null
     * @param cluster the cluster's name; not null
     * @return the plans in the file's order, never null
     */
    public List<Plan> plansProtecting(String project, String cluster) {
        return plans.values().stream()
                .filter(plan -> plan.covers(project, cluster))
                .toList();
    }

    /**
     * Every secret of the file, so that logs can be masked. Empty ones are left out: masking nothing would mask everything.
     *
     * @return the distinct secrets, never null
     */
    public List<Secret> secrets() {
        return Stream.of(
                        atlas.values().stream().flatMap(access -> access.auth().secrets().stream()),
                        network.proxy().stream().flatMap(proxy -> Stream.of(proxy.password(), proxy.pair())),
                        stores.values().stream().flatMap(store -> store.secrets().stream()),
                        http.token().stream(),
                        http.atlasAlertSecret().stream(),
                        broker.password().stream())
                .flatMap(found -> found)
                .filter(secret -> !secret.reveal().isEmpty())
                .distinct()
                .toList();
    }

    private static <T> T find(Map<String, T> all, String what, String name) {
        return Optional.ofNullable(all.get(name)).orElseThrow(() -> unknown(all, what, name));
    }

    private static OffsiteException unknown(Map<String, ?> all, String what, String name) {
        String shown = Text.sanitized(name);
        String nearest = Text.nearest(name, all.keySet())
                .map(known -> "did you mean " + known + "? ")
                .orElse("");
        return OffsiteException.because(
                        Reason.INVALID_REQUEST, "no " + what + " is named \"" + shown + "\" in offsite.yaml")
                .hint(nearest + "configured: " + (all.isEmpty() ? "none" : String.join(", ", all.keySet())))
                .build();
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
