package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.plan.RestoreConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must hold before Atlas is asked to wipe a cluster, as far as the request and offsite.yaml tell. Each guard refuses with reason
 * {@code restore-refused}. Thread safe.
 */
final class RestoreGuards {

    private final OffsiteConfig config;
    private final Clock clock;

    RestoreGuards(OffsiteConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The store of the ledger. */
    String ledger() {
        RestoreConfig.InAtlas inAtlas = config.restore().inAtlas();
        if (!inAtlas.enabled()) {
            throw refused("restores in Atlas are not enabled here")
                    .hint("set restore.inAtlas.enabled, ledger and targets in offsite.yaml, if Atlas may wipe clusters")
                    .build();
        }
        return inAtlas.ledger()
                .orElseThrow(() -> refused("no store remembers which restores were asked of Atlas")
                        .hint("name one with conditional writes in restore.inAtlas.ledger of offsite.yaml")
                        .build());
    }

    /** Everything the request itself and offsite.yaml say against it. */
    void check(AtlasRestoreRequest request) {
        ledger();
        RestoreConfig.Target target = listed(request.target());
        confirmed(request);
        inTime(request);
        unprotected(target);
        notItself(request, target);
        possible(request);
    }

    /** Whether it is still wanted. */
    void inTime(AtlasRestoreRequest request) {
        if (!clock.instant().isBefore(request.notAfter())) {
            throw late(request.notAfter());
        }
    }

    /** The refusal of what nobody wants any more. */
    static OffsiteException late(Instant notAfter) {
        return refused("the restore was wanted until " + notAfter + ", which is past")
                .hint("look whether it is still wanted; then ask again, under another requestId, with a later notAfter")
                .build();
    }

    private RestoreConfig.Target listed(AtlasRestoreRequest.Target wanted) {
        return config.restore().inAtlas().targets().stream()
                .filter(target -> target.project().equals(wanted.project())
                        && target.cluster().equals(wanted.cluster()))
                .findFirst()
                .orElseThrow(() -> refused("cluster " + wanted + " is not among the clusters that may be wiped")
                        .hint("add it to restore.inAtlas.targets in offsite.yaml, if it may be")
                        .build());
    }

    private static void confirmed(AtlasRestoreRequest request) {
        Optional<String> confirm = request.confirm();
        if (confirm.isEmpty()) {
            throw refused("nobody has confirmed that " + request.target() + " is to be wiped")
                    .hint("give confirm: the target once more, as " + request.target())
                    .build();
        }
        if (!confirm.get().equals(request.target().toString())) {
            throw refused("the target is " + request.target() + ", but what was confirmed is " + confirm.get())
                    .hint("find out which of the two is meant")
                    .build();
        }
    }

    private void unprotected(RestoreConfig.Target target) {
        String guards = config.plansProtecting(target.project(), target.cluster()).stream()
                .map(Plan::name)
                .collect(Collectors.joining(", "));
        if (!guards.isEmpty() && !target.allowProtected()) {
            throw refused("cluster " + target.project() + "/" + target.cluster() + " is looked after by the plan "
                            + guards)
                    .hint("restore to another cluster, or add allowProtected: true to the target if it may be wiped")
                    .build();
        }
    }

    /** Going back in place loses what was written since; a cluster whose snapshots are worth restoring is worth protecting. */
    private static void notItself(AtlasRestoreRequest request, RestoreConfig.Target target) {
        boolean itself =
                target.project().equals(request.project()) && target.cluster().equals(request.cluster());
        if (itself && !target.allowProtected()) {
            throw refused(
                            "the target is the cluster the snapshot is of: all that was written to it since would be lost")
                    .hint("restore to another cluster, or add allowProtected: true to the target if it may be")
                    .build();
        }
    }

    private static void possible(AtlasRestoreRequest request) {
        request.kind().flatMap(ClusterKind::ofCode).ifPresent(kind -> possible(request, kind));
    }

    /** Only clusters with continuous backup can go back to a moment. */
    static void possible(AtlasRestoreRequest request, ClusterKind kind) {
        boolean moment = request.choice() instanceof AtlasRestoreRequest.PointInTime;
        if (moment && (kind == ClusterKind.FLEX || kind == ClusterKind.SHARED)) {
            throw refused(
                            "cluster " + request.cluster() + " is " + kind
                                    + ", and Atlas restores only dedicated clusters and serverless instances to a point in time")
                    .hint("name one of its snapshots")
                    .build();
        }
    }

    /** Refuses when the request takes the cluster for another kind than it is: another API would do another thing. */
    static void sameKind(AtlasRestoreRequest request, ClusterKind kind) {
        Optional<ClusterKind> said = request.kind().flatMap(ClusterKind::ofCode);
        if (said.filter(wanted -> wanted != kind).isPresent()) {
            throw refused("cluster " + request.cluster() + " is " + kind + ", not " + said.get()
                            + " as the request says")
                    .hint("find out which cluster is meant; leave kind away, or name the right one")
                    .build();
        }
    }

    static OffsiteException.Builder refused(String sentence) {
        return OffsiteException.because(Reason.RESTORE_REFUSED, sentence);
    }
}
