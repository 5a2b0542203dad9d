package io.atlasoffsite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample manifests against the types of the Kubernetes API, the configuration's own loader, and what they promise. */
class KubernetesTest {

    private static final Path DIRECTORY = Path.of("packaging/kubernetes");

    @TempDir
    private Path directory;

    @Test
    void theManifestsAreInOrder() throws IOException {
        List<String> documents = documents();

        assertThat(Manifests.parse(documents).all())
                .extracting(HasMetadata::getKind)
                .containsExactlyInAnyOrder("ConfigMap", "NetworkPolicy", "Service", "StatefulSet");
        assertThat(faults(documents)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicas: 1                          | replicas: 2                     | an embedded broker has one replica
            atlas-offsite:0.1.0                  | atlas-offsite:latest            | the image's tag is pinned
            atlas-offsite:0.1.0                  | atlas-offsite                   | the image's tag is pinned
            serviceName: atlas-offsite           | serviceName: other              | the set's service is there
            runAsNonRoot: true                   | runAsNonRoot: false             | runAsNonRoot
            runAsUser: 10001                     | runAsUser: 0                    | the image's user owns the volume
            type: RuntimeDefault                 | type: Unconfined                | seccomp RuntimeDefault
            readOnlyRootFilesystem: true         | readOnlyRootFilesystem: false   | readOnlyRootFilesystem
            allowPrivilegeEscalation: false      | allowPrivilegeEscalation: true  | no allowPrivilegeEscalation
            drop: [ALL]                          | drop: [NET_RAW]                 | capabilities drop ALL
            automountServiceAccountToken: false  | automountServiceAccountToken: true | no service account token
            mountPath: /var/lib/atlas-offsite/data | mountPath: /data              | data/ is on the claimed volume
            mountPath: /tmp                      | mountPath: /var/tmp             | /tmp can be written
            memory: 384Mi                        | memory: 256Mi                   | the limit of memory is above what it takes
            memory: 256Mi                        | memory: 128Mi                   | the memory it takes is asked for
            terminationGracePeriodSeconds: 75    | terminationGracePeriodSeconds: 30 | there is time for a drain
            path: /observe/health/ready          | path: /observe/health/live      | readiness probe
            address: 0.0.0.0                     | address: 127.0.0.1              | the kubelet reaches the pod's address only
            containerPort: 9876                  | containerPort: 9877             | the management port is the configuration's
            port: 9876                           | port: 8080                      | the service has the management port alone
            port: 9876                           | port: 8080                      | others reach the management port alone
            """)
    void aPlantedFaultIsFound(String right, String wrong, String fault) throws IOException {
        assertThat(faults(planted(right, wrong))).contains(fault);
    }

    @Test
    void aVariableThatIsNotFromTheSecretIsFound() throws IOException {
        assertThat(faults(planted("name: S3_SECRET_KEY", "name: S3_SECRET")))
                .anyMatch(fault -> fault.startsWith("each {{env:…}} is in the Secret"));
        assertThat(faults(planted(
                        "                  key: s3-secret-key",
                        "                  key: x\n                  optional: true")))
                .anyMatch(fault -> fault.startsWith("each {{env:…}} is in the Secret"));
    }

    @Test
    void aSecretInTheConfigMapIsFound() throws IOException {
        assertThat(faults(planted("\"{{env:ATLAS_CLIENT_SECRET}}\"", "mdb_sa_sk_written_down")))
                .contains("no secret is in the ConfigMap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas",
                "serviceName",
                "readOnlyRootFilesystem",
                "httpGet",
                "sizeLimit",
                "podSelector",
                "secretKeyRef"
            })
    void aFieldThatKubernetesDoesNotHaveIsRefused(String field) throws IOException {
        List<String> wrong = planted(field + ":", field + "s:");

        assertThatThrownBy(() -> Manifests.parse(wrong))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(field + "s");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() throws IOException {
        List<String> wrong = planted("  replicas: 1\n", "  replicas: 1\n  replicas: 1\n");

        assertThatThrownBy(() -> Manifests.parse(wrong)).hasMessageContaining("Duplicate");
    }

    private List<String> faults(List<String> documents) throws IOException {
        return new ManifestRules(Manifests.parse(documents), directory).faults(DockerfileRules.user());
    }

    private static List<String> planted(String right, String wrong) throws IOException {
        List<String> documents = documents();
        assertThat(documents).as("somewhere to plant it").anyMatch(document -> document.contains(right));
        return documents.stream()
                .map(document -> document.replace(right, wrong))
                .toList();
    }

    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().map(KubernetesTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
