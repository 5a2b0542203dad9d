package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.Secret;
import io.atlasoffsite.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a running service says how to reach its embedded broker: {@code broker.json} in the data directory, mode 0600. */
final class BrokerFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Json json = new Json();

    BrokerFile(Path data) {
        this.file = data.resolve("broker.json");
    }

    void write(BrokerAddress address) throws IOException {
        Path fresh = file.resolveSibling("broker.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        Map<String, String> content = Map.of(
                "url",
                address.url(),
                "user",
                address.user(),
                "password",
                address.password().reveal());
        Files.write(fresh, json.bytes(content));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The address of a service that runs, or one left by a service that was killed. */
    Optional<BrokerAddress> read() throws IOException {
        try {
            JsonNode content = json.read(Files.readAllBytes(file));
            return Optional.of(new BrokerAddress(
                    content.path("url").asText(),
                    content.path("user").asText(),
                    Secret.of(content.path("password").asText())));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
