package io.atlasoffsite.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Reads {@code offsite.yaml}: YAML, then placeholders, then the schema, then what only code can check. It looks at nothing but
 * the file: no store, no network, no clock. Immutable; thread safe when the resolver is.
 */
public final class ConfigLoader {

    private final UnaryOperator<String> resolver;
    private final ConfigSchema schema;

    /**
     * Makes a loader.
     *
     * @param resolver gets the whole text of a value that holds <code>{{</code> and answers it with its placeholders replaced, as
     *     {@code CamelContext::resolvePropertyPlaceholders} does; null means that the value is optional and absent; it throws
     *     any runtime exception when a placeholder has no value, whose message is never shown
     */
    public ConfigLoader(UnaryOperator<String> resolver) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.schema = ConfigSchema.load();
    }

    /**
     * Reads a file.
     *
     * @param file the file, at most 1 MiB of UTF-8; not null
     * @return what it says, with every default filled in
     * @throws ConfigException with all problems at once when it is missing, unreadable or wrong
     */
    public OffsiteConfig load(Path file) {
        Problems problems = new Problems(file.toString());
        return model(new YamlFile(problems).read(file), problems);
    }

    /**
     * Reads what is no file, such as a resource of the class path.
     *
     * @param name what messages call it; not null
     * @param content at most 1 MiB of UTF-8; not closed here; not null
     * @return what it says, with every default filled in
     * @throws ConfigException with all problems at once when it is unreadable or wrong
     */
    public OffsiteConfig load(String name, InputStream content) {
        Problems problems = new Problems(name);
        return model(new YamlFile(problems).read(content), problems);
    }

    /**
     * Reads what was put together by a program and stands in no file.
     *
     * @param name what messages call it; not null
     * @param tree mappings, lists and texts, as the YAML would have them; changed; not null
     * @return what it says, with every default filled in
     * @throws ConfigException with all problems at once when it is wrong
     */
    public OffsiteConfig load(String name, ObjectNode tree) {
        return model(tree, new Problems(name));
    }

    private OffsiteConfig model(ObjectNode tree, Problems problems) {
        Placeholders placeholders = new Placeholders(resolver, problems);
        placeholders.resolve(tree, "");
        schema.coerced(tree, schema.root());
        new SchemaCheck(schema, placeholders, problems).check(tree);
        schema.fillDefaults(tree, schema.root());
        Section root = new Section("", tree);
        new SettingsCheck(problems).check(root);
        new StoreCheck(problems).check(root);
        new PlanCheck(problems).check(root);
        problems.throwIfAny();
        return ModelReader.read(root);
    }
}
