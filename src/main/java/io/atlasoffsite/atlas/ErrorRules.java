package io.atlasoffsite.atlas;

import static io.atlasoffsite.Reason.API_RETIRED;
import static io.atlasoffsite.Reason.ATLAS_UNAVAILABLE;
import static io.atlasoffsite.Reason.CONFLICT;
import static io.atlasoffsite.Reason.DOWNLOAD_FAILED;
import static io.atlasoffsite.Reason.FORBIDDEN;
import static io.atlasoffsite.Reason.INVALID_REQUEST;
import static io.atlasoffsite.Reason.NOT_FOUND;
import static io.atlasoffsite.Reason.SNAPSHOT_EXPIRED;
import static io.atlasoffsite.Reason.THROTTLED;
import static io.atlasoffsite.Reason.UNAUTHORIZED;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.LOGIN_AGAIN;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.NEW_JOB;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.NONE;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.OTHER_KIND;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.REUSE;
import static io.atlasoffsite.atlas.ErrorRule.Remedy.WAIT;

import io.atlasoffsite.Reason;
import java.util.List;
import java.util.Optional;

/** Atlas's error codes and what they mean to a copy. docs/errors.md is the same table for people; a test compares the two. */
final class ErrorRules {

    private static final String BUSY = "wait until what is running on the cluster has ended, then try again";
    private static final String LATER = "nothing is wrong here: try again when Atlas is well again";
    private static final String FEWER =
            "fewer requests, or fewer downloads at a time, would get through; try again later";
    private static final String KIND = "set the plan's kind to the cluster's own, or to auto";
    private static final String NAMES = "check the project id, the cluster's name and the snapshot's id";
    private static final String ROLE =
            "give the service account or API key the role Project Backup Manager (flex: Project"
                    + " Owner or Project Backup Export Operator) in this project";
    private static final String CREDENTIALS =
            "check the client id and secret, or the API key, and that it belongs to this"
                    + " project: Atlas answers 401 for a foreign project too";
    private static final String ACCESS_LIST =
            "add this host's address to the API access list of the service account or key";

    private static final List<ErrorRule> RULES = List.of(
            rule(400, "CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY", REUSE, CONFLICT, BUSY),
            rule(400, "TOO_MANY_SNAPSHOT_DOWNLOADS", WAIT, THROTTLED, FEWER),
            rule(400, "CANNOT_DOWNLOAD_JOB_IN_PROGRESS", REUSE, CONFLICT, BUSY),
            rule(400, "UNFINISHED_ON_DEMAND_SNAPSHOT", WAIT, CONFLICT, BUSY),
            rule(400, "RATE_LIMITED_IP", WAIT, THROTTLED, FEWER),
            rule(400, "CANNOT_DOWNLOAD_EXPIRED_JOB", NEW_JOB, DOWNLOAD_FAILED, LATER),
            rule(400, "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", OTHER_KIND, INVALID_REQUEST, KIND),
            rule(400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", OTHER_KIND, INVALID_REQUEST, KIND),
            rule(400, "INCORRECT_BACKUP_API_ENDPOINT", OTHER_KIND, INVALID_REQUEST, KIND),
            rule(
                    400,
                    "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION",
                    NONE,
                    INVALID_REQUEST,
                    "Atlas does not let snapshots under a customer-managed key be downloaded from this cluster"),
            rule(
                    400,
                    "INVALID_VERSION_DATE",
                    NONE,
                    API_RETIRED,
                    "Atlas no longer knows the API version asked for: use a newer atlas-offsite"),
            rule(400, "invalid_client", NONE, UNAUTHORIZED, CREDENTIALS),
            rule(400, "", NONE, INVALID_REQUEST, NAMES),
            rule(401, "invalid_client", NONE, UNAUTHORIZED, CREDENTIALS),
            rule(401, "", LOGIN_AGAIN, UNAUTHORIZED, CREDENTIALS),
            rule(402, "", NONE, FORBIDDEN, "the organization's payment method is not in order: see its billing page"),
            rule(403, "IP_ADDRESS_NOT_ON_WHITELIST", NONE, FORBIDDEN, ACCESS_LIST),
            rule(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", NONE, FORBIDDEN, ACCESS_LIST),
            rule(403, "ORG_REQUIRES_WHITELIST", NONE, FORBIDDEN, ACCESS_LIST),
            rule(403, "ORG_REQUIRES_ACCESS_LIST", NONE, FORBIDDEN, ACCESS_LIST),
            rule(
                    403,
                    "ATLAS_NETWORK_PERMISSIONS_SIZE_EXCEEDED",
                    NONE,
                    FORBIDDEN,
                    "the project's IP access list is too long for flex downloads: shorten it"),
            rule(
                    403,
                    "FEATURE_UNSUPPORTED",
                    NONE,
                    FORBIDDEN,
                    "Atlas does not offer downloads for this kind of cluster"),
            rule(403, "CANNOT_RESTORE_TO_TARGET", NONE, FORBIDDEN, "choose a target this identity may restore to"),
            rule(403, "", NONE, FORBIDDEN, ROLE),
            rule(404, "CLUSTER_NOT_FOUND", NONE, NOT_FOUND, NAMES),
            rule(404, "SNAPSHOT_NOT_FOUND", NONE, NOT_FOUND, NAMES),
            rule(404, "TENANT_SNAPSHOT_NOT_FOUND", NONE, NOT_FOUND, NAMES),
            rule(404, "GROUP_NOT_FOUND", NONE, NOT_FOUND, NAMES),
            rule(404, "RESTORE_JOB_NOT_FOUND", NONE, NOT_FOUND, NAMES),
            rule(404, "", NONE, NOT_FOUND, NAMES),
            rule(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", WAIT, ATLAS_UNAVAILABLE, LATER),
            rule(405, "", NONE, INVALID_REQUEST, "Atlas does not allow this operation here"),
            rule(
                    406,
                    "",
                    NONE,
                    API_RETIRED,
                    "Atlas no longer serves the API version asked for: use a newer atlas-offsite"),
            rule(409, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS", WAIT, CONFLICT, BUSY),
            rule(409, "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT", WAIT, CONFLICT, BUSY),
            rule(
                    409,
                    "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT",
                    NONE,
                    SNAPSHOT_EXPIRED,
                    "Atlas has deleted this snapshot: copy a newer one"),
            rule(409, "CANNOT_START_RESTORE_JOB_FOR_DELETED_CLUSTER", NONE, CONFLICT, "Atlas has deleted this cluster"),
            rule(409, "", NONE, CONFLICT, "look at the cluster's state in Atlas"),
            rule(410, "", NONE, API_RETIRED, "Atlas has withdrawn this part of its API: use a newer atlas-offsite"),
            rule(429, "", WAIT, THROTTLED, FEWER));

    private static final ErrorRule SERVER = rule(500, "", WAIT, ATLAS_UNAVAILABLE, LATER);
    private static final ErrorRule STRANGE = rule(
            0,
            "",
            NONE,
            ATLAS_UNAVAILABLE,
            "something between here and Atlas answers in its place: check baseUrl and network.proxy");
    private static final ErrorRule RETIRED = rule(404, "", NONE, API_RETIRED, "");

    private ErrorRules() {}

    /** The rules in the order they are documented. */
    static List<ErrorRule> all() {
        return RULES;
    }

    static ErrorRule of(int status, String code, Optional<ClusterKind> kind) {
        if (status >= 500) {
            return SERVER;
        }
        Optional<ErrorRule> exact = find(status, code);
        boolean sunset = kind.map(ClusterKind::sunset).orElse(false);
        if (sunset && (status == 410 || status == 404 && (code.isEmpty() || exact.isEmpty()))) {
            return retired(status, kind.get());
        }
        return exact.or(() -> find(status, "")).orElse(STRANGE);
    }

    /**
     * What a refusal of the token endpoint means. It knows no clusters and no versions: it refuses the service account or the
     * address it is asked from, or it is not Atlas that answers.
     */
    static ErrorRule ofLogin(int status, String code) {
        ErrorRule usual = of(status, code, Optional.empty());
        if (usual.remedy() == WAIT || !usual.code().isEmpty()) {
            return usual;
        }
        boolean refusal = status >= 400 && status <= 403;
        return refusal ? rule(status, "", NONE, UNAUTHORIZED, CREDENTIALS) : STRANGE;
    }

    private static Optional<ErrorRule> find(int status, String code) {
        return RULES.stream()
                .filter(rule -> rule.status() == status && rule.code().equals(code))
                .findFirst();
    }

    private static ErrorRule retired(int status, ClusterKind kind) {
        String successor = kind == ClusterKind.SHARED
                ? "M2 and M5 clusters have become flex clusters: set kind to flex or auto"
                : "serverless instances have become flex or dedicated clusters: set kind to auto";
        return rule(status, "", RETIRED.remedy(), RETIRED.reason(), successor);
    }

    private static ErrorRule rule(int status, String code, ErrorRule.Remedy remedy, Reason reason, String hint) {
        return new ErrorRule(status, code, remedy, reason, hint);
    }
}
