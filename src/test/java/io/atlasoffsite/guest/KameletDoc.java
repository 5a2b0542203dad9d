package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The examples of docs/kamelets.md. */
final class KameletDoc {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)\n```yaml\n(.*?)```\n");

    private KameletDoc() {}

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/kamelets.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** One of them, with what stands for a place or a name of the reader's replaced; each must be there. */
    static String example(int number, Map<String, String> replaced) throws IOException {
        String example = examples().get(number);
        for (Map.Entry<String, String> one : replaced.entrySet()) {
            assertThat(example).contains(one.getKey());
            example = example.replace(one.getKey(), one.getValue());
        }
        return example;
    }
}
