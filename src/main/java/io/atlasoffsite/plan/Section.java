package io.atlasoffsite.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A mapping of the file and its path. It answers also where the file is wrong, with nothing or zero: the checks run over
 * broken files too, so that one run tells all problems.
 */
final class Section {

    private final String path;
    private final JsonNode tree;

    Section(String path, JsonNode tree) {
        this.path = path;
        this.tree = tree;
    }

    String path() {
        return path;
    }

    String path(String key) {
        return Keys.of(path, key);
    }

    boolean has(String key) {
        return tree.has(key);
    }

    String text(String key) {
        return tree.path(key).asText("");
    }

    Optional<String> optionalText(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty());
    }

    Optional<Secret> secret(String key) {
        return optionalText(key).map(Secret::of);
    }

    int integer(String key) {
        return tree.path(key).asInt();
    }

    boolean flag(String key) {
        return tree.path(key).asBoolean();
    }

    Duration duration(String key) {
        return optionalDuration(key).orElse(Duration.ZERO);
    }

    Optional<Duration> optionalDuration(String key) {
        return Units.duration(text(key));
    }

    OptionalLong size(String key) {
        return Units.size(text(key).replaceFirst("/s$", ""));
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        tree.path(key).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    Section section(String key) {
        return new Section(path(key), tree.path(key));
    }

    Optional<Section> optionalSection(String key) {
        return has(key) ? Optional.of(section(key)) : Optional.empty();
    }

    /** The mappings below a key whose own keys are names. */
    Map<String, Section> named(String key) {
        Section parent = section(key);
        Map<String, Section> named = new LinkedHashMap<>();
        tree.path(key).fieldNames().forEachRemaining(name -> named.put(name, parent.section(name)));
        return named;
    }

    /** The texts below a key whose own keys are names. */
    Map<String, String> namedTexts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        tree.path(key)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** The mappings of a list. */
    List<Section> listed(String key) {
        List<Section> listed = new ArrayList<>();
        JsonNode list = tree.path(key);
        for (int index = 0; index < list.size(); index++) {
            listed.add(new Section(Keys.of(path(key), index), list.path(index)));
        }
        return listed;
    }
}
