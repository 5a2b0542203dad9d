package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request that the docs show is one that its schema and the program take. */
class DocumentedMessagesTest {

    private static final Pattern REQUEST = Pattern.compile("^ {4}(\\{ ?\"schema\".*(?:\\n {4}.*)*)", Pattern.MULTILINE);

    private final Json json = new Json();

    static List<String> requests() throws IOException {
        List<String> requests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher request = REQUEST.matcher(Files.readString(file));
                while (request.find()) {
                    requests.add(request.group(1));
                }
            }
        }
        return requests;
    }

    @Test
    void thereAreSomeOfEachKindOfRestore() throws IOException {
        assertThat(requests()).anyMatch(DocumentedMessagesTest::inAtlas).anyMatch(request -> !inAtlas(request));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itIsTaken(String request) throws IOException {
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        JsonNode tree = json.read(body);
        RestoreRequests requests = new RestoreRequests(json);

        if (inAtlas(request)) {
            Schemas.assertFits("atlas-restore-request", tree);
            assertThat(requests.parseInAtlas(body).requestId())
                    .isEqualTo(tree.path("requestId").asText());
        } else {
            Schemas.assertFits("restore-request", tree);
            assertThat(requests.parseOffsite(body).requestId())
                    .isEqualTo(tree.path("requestId").asText());
        }
    }

    private static boolean inAtlas(String request) {
        return request.contains("\"target\"");
    }
}
