package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls every route that is open to anybody as its section of docs/routes.md says, and holds what comes back to that section. */
class PublicRoutesTest extends PackSupport {

    /** What steers components that an application has, had it come by a message. */
    private static final Map<String, Object> HOSTILE = Map.of(
            "CamelHttpUri", "http://127.0.0.1:1/elsewhere",
            "CamelHttpPath", "/elsewhere",
            "CamelHttpQuery", "elsewhere=1",
            "CamelHttpMethod", "DELETE",
            "CamelFileName", "../elsewhere",
            "CamelAwsS3Key", "elsewhere",
            "CamelAwsS3BucketName", "elsewhere",
            "CamelJmsDestinationName", "elsewhere",
            "CamelBeanMethodName", "toString",
            "CamelToEndpoint", "mock:elsewhere");

    private final Map<String, RouteContract> contracts;
    private PublicCalls calls;

    PublicRoutesTest() throws IOException {
        contracts = RouteContract.all();
    }

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Override
    SandboxOptionsBuilder options() {
        return super.options().restoreTargets(true);
    }

    @Override
    String more() {
        return InAtlasSupport.allowed();
    }

    @Override
    void prepare(CamelContext context) {
        try {
            context.addRoutes(new HostCallers());
        } catch (Exception broken) {
            throw new IllegalStateException("the host's routes", broken);
        }
    }

    @BeforeEach
    void makeReady() {
        calls = new PublicCalls(sandbox(), template);
    }

    @Test
    void everyRouteThatIsOpenIsCalledHere() {
        assertThat(calls.all().stream().map(PublicCalls.Call::route))
                .containsExactlyInAnyOrderElementsOf(contracts.values().stream()
                        .filter(RouteContract::open)
                        .map(RouteContract::name)
                        .toList());
    }

    @Test
    void eachFormOfABodyThatIsDocumentedGivesTheAnswerThatIsDocumented() throws ClassNotFoundException {
        for (PublicCalls.Call call : calls.all()) {
            RouteContract contract = contracts.get(call.route());
            assertThat(call.headers().keySet())
                    .as("headers of %s", call.route())
                    .isSubsetOf(contract.headersIn(contracts));
            Set<Class<?>> untried = contract.forms();
            for (Supplier<Object> form : call.bodies()) {
                Object body = form.get();
                untried.removeIf(type -> type.isInstance(body));
                Map<String, Object> headers = new HashMap<>(call.headers());
                headers.put("HostHeader", "kept");
                Answers.assertAnswered(contracts, contract, headers, ask(call.route(), body, headers));
            }
            assertThat(untried).as("forms of %s nobody tried", call.route()).isEmpty();
        }
    }

    @Test
    void aHeaderThatIsNotDocumentedIsNotRead() {
        for (PublicCalls.Call call : calls.all()) {
            Map<String, Object> headers = new HashMap<>();
            RouteContractRules.headers().stream()
                    .filter(name ->
                            !contracts.get(call.route()).headersIn(contracts).contains(name))
                    .forEach(name -> headers.put(name, "no such thing"));
            headers.putAll(call.headers());

            Answers.assertGood(
                    call.route(), ask(call.route(), call.bodies().get(0).get(), headers));
        }
    }

    /** A wait whose job is ready at once needs nothing, and says so by working. */
    @Test
    void aHeaderThatIsNeededIsMissed() {
        for (PublicCalls.Call call : calls.all()) {
            if (call.route().equals("await-download")) {
                continue;
            }
            Set<String> needed = contracts.get(call.route()).headersNeeded(contracts);
            assertThat(call.headers().keySet()).as(call.route()).containsAll(needed);
            for (String name : needed) {
                Map<String, Object> headers = new HashMap<>(call.headers());
                headers.remove(name);

                assertThat(ask(call.route(), call.bodies().get(0).get(), headers)
                                .getException())
                        .as("%s without %s", call.route(), name)
                        .isInstanceOfSatisfying(
                                OffsiteException.class,
                                why -> assertThat(why.reason()).isEqualTo(Reason.INVALID_REQUEST))
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void headersOfCamelSteerNothingAndGoNowhere() {
        for (PublicCalls.Call call : calls.all()) {
            Map<String, Object> headers = new HashMap<>(HOSTILE);
            headers.putAll(call.headers());

            Exchange ended = ask(call.route(), call.bodies().get(0).get(), headers);

            Answers.assertGood(call.route(), ended);
            assertThat(ended.getMessage().getHeaders()).as(call.route()).containsAllEntriesOf(HOSTILE);
        }
        for (String told : List.of(EVENTS, COPIED, RESTORED)) {
            assertThat(mock(told).getExchanges())
                    .as(told)
                    .isNotEmpty()
                    .allSatisfy(exchange -> assertThat(exchange.getMessage().getHeaders())
                            .doesNotContainKeys(HOSTILE.keySet().toArray(String[]::new)));
        }
    }

    @Test
    void anInOnlyCallerIsServedToo() {
        long expected = 0;
        for (PublicCalls.Call call : calls.all()) {
            Object body = call.bodies().get(0).get();
            Exchange ended = template.send("direct:offsite-" + call.route(), ExchangePattern.InOnly, exchange -> {
                exchange.getMessage().setHeaders(new HashMap<>(call.headers()));
                exchange.getMessage().setBody(body);
            });
            Answers.assertGood(call.route(), ended);
            if (contracts.get(call.route()).inOnly()) {
                Map<String, Object> headers = new HashMap<>(call.headers());
                headers.put("HostRoute", call.route());
                template.sendBodyAndHeaders("seda:host", call.bodies().get(0).get(), headers);
                expected++;
                long heard = expected;
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> mock("mock:heard").getReceivedCounter() == heard);
            }
        }
        assertThat(expected).isPositive();
    }

    @Test
    void aFailureReachesTheCallersOwnHandlingAsItIs() {
        for (PublicCalls.Call call : calls.all()) {
            Set<Reason> documented = contracts.get(call.route()).reasons(contracts);
            assertThat(call.bad().isEmpty()).as(call.route()).isEqualTo(documented.isEmpty());
            call.bad().ifPresent(bad -> {
                Answers.assertDocumented(
                        call.route(),
                        documented,
                        ask(call.route(), bad.body(), bad.headers()).getException());
                for (String caller : List.of("direct:host-try", "direct:host-handler")) {
                    Exchange ended = template.request(caller, exchange -> {
                        exchange.setProperty(HostCallers.ASKED, call.route());
                        exchange.getMessage().setHeaders(new HashMap<>(bad.headers()));
                        exchange.getMessage().setBody(bad.body());
                    });
                    assertThat(ended.getException()).as(caller).isNull();
                    Answers.assertDocumented(call.route(), documented, ended.getProperty(HostCallers.CAUGHT));
                }
            });
        }
    }

    /** What holds the answers to the sections has to find a section that does not fit. */
    @ParameterizedTest(name = "{0}: {1} for {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    list-projects  | `List<String>`, the ids                        | `List<atlas.Cluster>`, the ids
                    list-projects  | access sees / - headers out: as they came       | access sees / - headers out: as they came, and `OffsitePlan`
                    list-snapshots | pages / - headers out: as they came, `OffsiteKind` resolved | pages / - headers out: as they came
                    """)
    void aSectionThatDoesNotFitIsFound(String route, String said, String planted) throws IOException {
        String document = RouteContract.document();
        String changed = document.replace(said.replace(" / ", "\n"), planted.replace(" / ", "\n"));
        assertThat(changed).as("the fault is planted").isNotEqualTo(document);
        Map<String, RouteContract> wrong = RouteContract.in(changed);
        PublicCalls.Call call = calls.all().stream()
                .filter(one -> one.route().equals(route))
                .findFirst()
                .orElseThrow();
        Exchange ended = ask(route, call.bodies().get(0).get(), call.headers());

        assertThatCode(() -> Answers.assertAnswered(contracts, contracts.get(route), call.headers(), ended))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Answers.assertAnswered(wrong, wrong.get(route), call.headers(), ended))
                .isInstanceOf(AssertionError.class);
    }

    private Exchange ask(String route, Object body, Map<String, Object> headers) {
        return template.request("direct:offsite-" + route, exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    private MockEndpoint mock(String uri) {
        return context.getEndpoint(uri, MockEndpoint.class);
    }
}
