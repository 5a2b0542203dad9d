package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds messages against the schemas that are shipped. */
public final class Schemas {

    private Schemas() {}

    public static void assertFits(String name, JsonNode message) throws IOException {
        assertThat(schema(name).validate(message))
                .as("%s against %s", message, name)
                .isEmpty();
    }

    static void assertRefused(String name, JsonNode message) throws IOException {
        assertThat(schema(name).validate(message))
                .as("%s against %s", message, name)
                .isNotEmpty();
    }

    private static JsonSchema schema(String name) throws IOException {
        Path file = Path.of("docs/schemas", name + ".schema.json");
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        return factory.getSchema(new Json().read(Files.readAllBytes(file)));
    }
}
