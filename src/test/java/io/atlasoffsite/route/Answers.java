package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** Holds what a route answered to its section of docs/routes.md. */
final class Answers {

    private Answers() {}

    static void assertAnswered(
            Map<String, RouteContract> all, RouteContract contract, Map<String, Object> came, Exchange ended)
            throws ClassNotFoundException {
        assertGood(contract.name(), ended);
        String type = contract.types("body out").get(0);
        Object body = ended.getMessage().getBody();
        if (type.startsWith("List<")) {
            assertThat(body).as(contract.name()).isInstanceOf(List.class);
            assertThat((List<?>) body)
                    .as(contract.name())
                    .isNotEmpty()
                    .hasOnlyElementsOfTypes(RouteContract.type(type));
        } else {
            assertThat(body).as(contract.name()).isInstanceOf(RouteContract.type(type));
        }
        Set<String> expected = new HashSet<>(came.keySet());
        Set<String> told = contract.headersOut(all);
        expected.addAll(told);
        Map<String, Object> left = ended.getMessage().getHeaders();
        assertThat(left.keySet()).as(contract.name()).containsExactlyInAnyOrderElementsOf(expected);
        came.forEach((name, value) -> assertThat(told.contains(name) || value.equals(left.get(name)))
                .as("%s leaves %s as it came", contract.name(), name)
                .isTrue());
        assertThat(contract.resolvesKind(all)
                        && ClusterKind.ofCode(String.valueOf(left.get(Headers.KIND)))
                                .isEmpty())
                .as("%s leaves the kind open", contract.name())
                .isFalse();
    }

    static void assertGood(String route, Exchange ended) {
        assertThat(ended.getException()).as(route).isNull();
    }

    static void assertDocumented(String route, Set<Reason> documented, Object failure) {
        assertThat(failure)
                .as(route)
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        why -> assertThat(documented).as(route).contains(why.reason()));
    }
}
