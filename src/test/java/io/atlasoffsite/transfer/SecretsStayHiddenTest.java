package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SecretsStayHiddenTest {

    @TempDir
    private Path directory;

    @Test
    void noLogLineShowsALinkEvenWhenEverythingIsLogged() throws Exception {
        byte[] archive = Archives.dataDirectory(3, 1000);
        Logger client = (Logger) LoggerFactory.getLogger("org.apache.hc");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Level before = client.getLevel();
        client.addAppender(seen);
        client.setLevel(Level.TRACE);
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    if (request.number() == 1) {
                        answer.head("302 Found", "Location: /secret-place?sig=secret", "Content-Length: 0");
                    } else {
                        FaultyServer.serveWhole(answer, archive);
                    }
                })) {
            rig.fetch(server);
            assertThat(server.requests())
                    .extracting(FaultyServer.Request::path)
                    .containsExactly("/secret-path/1?sig=secret%2Fsig", "/secret-place?sig=secret");
        } finally {
            client.setLevel(before);
            client.detachAppender(seen);
        }
        assertThat(new ArrayList<>(seen.list))
                .isNotEmpty()
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aLinkHidesItself() {
        SignedUrl url = SignedUrl.parse("https://restore-1.abc.mongodb.net:27017/secret/x.tar.gz?sig=secret");

        assertThat(url).hasToString("https://restore-1.abc.mongodb.net/…");
        assertThat(new Ticket(url, java.util.Optional.empty(), true).toString()).doesNotContain("secret");
        assertThat(url.host()).isEqualTo("restore-1.abc.mongodb.net");
        assertThat(url.port()).isEqualTo(27017);
        assertThat(url.reveal()).hasToString("https://restore-1.abc.mongodb.net:27017/secret/x.tar.gz?sig=secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host.example/secret",
                "https://user:secret@host/x",
                "https://ho st/secret",
                "/secret",
                "ftp://host/secret",
                "https:///secret",
                "file:/secret",
                ""
            })
    void aBadLinkIsRefusedWithoutShowingIt(String bad) {
        assertThatThrownBy(() -> SignedUrl.parse(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret");
    }

    @Test
    void plainHttpIsForLoopbackOnly() {
        for (String host : List.of("localhost", "127.0.0.1", "127.8.9.10", "[::1]")) {
            assertThat(SignedUrl.parse("http://" + host + ":8/x").scheme()).isEqualTo("http");
        }
    }
}
