package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the contracts in docs/routes.md to their form and to the code they name, and the rules to faults that are planted. */
class RouteContractTest {

    @Test
    void everyContractKeepsTheRules() throws IOException {
        assertThat(RouteContractRules.problemsOf(RouteContract.all(), RouteFile.allBelow(Path.of("routes"))))
                .isEmpty();
    }

    @Test
    void everyRouteWithAHeadingIsRead() throws IOException {
        assertThat(RouteContract.all().keySet().stream().map(name -> "direct:offsite-" + name))
                .containsExactlyInAnyOrderElementsOf(RouteDocument.read().routes());
    }

    @Test
    void theRoutesThatWerePromisedToEmbeddersAreOpenToThem() throws IOException {
        Map<String, RouteContract> all = RouteContract.all();

        assertThat(Set.of(
                        "copy-snapshot",
                        "get-snapshot",
                        "list-snapshots",
                        "request-download",
                        "await-download",
                        "restore-copy",
                        "restore-in-atlas",
                        "call-atlas"))
                .allSatisfy(name -> assertThat(all.get(name).open()).as(name).isTrue());
    }

    @Test
    void whatALineRefersToIsGathered() throws IOException {
        Map<String, RouteContract> all = RouteContract.all();
        RouteContract await = all.get("await-download");

        assertThat(await.headersNeeded(all))
                .containsExactlyInAnyOrder(
                        Headers.ATLAS, Headers.PROJECT, Headers.CLUSTER, Headers.SNAPSHOT_ID, Headers.DEADLINE);
        assertThat(await.headersIn(all)).contains(Headers.KIND, Headers.STORES, Headers.ENDPOINT_ID);
        assertThat(await.reasons(all)).contains(Reason.DOWNLOAD_FAILED, Reason.CONFLICT, Reason.THROTTLED);
        assertThat(all.get("copy-snapshot").reasons(all)).containsExactlyInAnyOrder(Reason.values());
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
                    message.CopyResult`, per store    | message.CopyAnswer`, per store     | copy-snapshot names a type that is not there
                    - called by: `copy-snapshot`      | - called by: `preview-copy`        | is called by [copy-snapshot]
                    - pattern: InOut or InOnly        | - pattern: InOnly                  | names no pattern
                    - headers in: none                | - header: none                     | has not each of the lines
                    - headers in: none                | - headers in: `OffsiteNothing`     | names a header that is not the pack's: OffsiteNothing
                    - headers in: none                | - headers in: `CamelHttpUri`       | names a header that is not the pack's: CamelHttpUri
                    - headers in: none                | - headers in: as `no-such-route`   | refers to a route that has no contract
                    schemas/copy-request.schema.json  | schemas/copy-wish.schema.json      | names a schema that is not there
                    `forbidden` for a serverless      | `verboten` for a serverless        | throws what is neither a reason nor a route's: verboten
                    - pattern: InOut or InOnly        | - throws: `conflict`               | has not each of the lines
                    - throws: any reason. A           | - throws: something. A             | is for anybody and names no reason
                    """)
    void aPlantedFaultIsFound(String good, String bad, String problem) throws IOException {
        String document = RouteContract.document();
        String planted = document.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        assertThat(planted).as("the fault is planted").isNotEqualTo(document);

        assertThat(RouteContractRules.problemsOf(RouteContract.in(planted), RouteFile.allBelow(Path.of("routes"))))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }
}
