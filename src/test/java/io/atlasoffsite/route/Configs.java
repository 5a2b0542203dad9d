package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Sandbox;
import java.nio.file.Path;

/** Configurations and requests of these tests: impatient, and against a sandbox. */
final class Configs {

    /** Tries of one API call. */
    static final int ATTEMPTS = 3;

    private static final int MOST_TOKEN_ROWS = 12;

    static final String SERVICE_ACCOUNT =
            "{ type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }";
    static final String API_KEY = "{ type: api-key, publicKey: sandbox, privateKey: sandbox }";

    private Configs() {}

    static String atlas(String name, String baseUrl, String auth) {
        return """
              %s:
                baseUrl: %s
                auth: %s
                retry: { attempts: %d, first: 1ms, longest: 5ms, maxRetryAfter: 2s }
                poll: { first: 1ms, longest: 5ms }
                connectTimeout: 2s
                responseTimeout: 1s
            """.formatted(name, baseUrl, auth, ATTEMPTS);
    }

    /** One flex cluster, a disk, an Atlas that is not there, and accesses that have never asked for a token. */
    static String errors(Sandbox sandbox, Path directory) {
        StringBuilder atlases = new StringBuilder(atlas("prod", sandbox.baseUrl(), SERVICE_ACCOUNT));
        atlases.append(atlas("nowhere", "http://127.0.0.1:1", API_KEY));
        for (int i = 0; i < MOST_TOKEN_ROWS; i++) {
            atlases.append(atlas("token-" + i, sandbox.baseUrl(), SERVICE_ACCOUNT));
        }
        return of(directory, atlases.toString(), "");
    }

    /** A configuration with these accesses and, besides a disk, these stores. */
    static String of(Path directory, String atlases, String stores) {
        return "version: 1\natlas:\n" + atlases
                + "stores:\n  disk: { type: file, directory: " + directory.resolve("disk") + " }\n" + stores
                + "plans:\n  orders: { atlas: prod, project: " + Sandbox.PROJECT
                + ", cluster: flex-orders, kind: flex, stores: [disk] }\n"
                + "transfer: { stallTimeout: 1s, spool: " + directory.resolve("spool") + " }\n";
    }

    /** What must not be in a letter, an event or a line of output. */
    static void assertNoSecret(String text) {
        assertThat(text)
                .doesNotContain("mdb_sa_sk_sandbox")
                .doesNotContain("Bearer ")
                .doesNotContain("X-Amz-Signature")
                .doesNotContainPattern("https?://127\\.0\\.0\\.1:[0-9]+/\\S+");
    }
}
