package io.atlasoffsite.packaging;

import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must be true of the manifests beyond their types. */
final class ManifestRules {

    /** As long as StoppedServiceIT lets a service take to stop. */
    private static final long STOP_SECONDS = 60;

    /** As much as MemoryIT lets the service have. */
    private static final long MEMORY = 256L << 20;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{env:(\\w+)}}");
    private static final Pattern PINNED = Pattern.compile(".+/.+:(?!latest$)[\\w.-]+");

    private final Faults faults = new Faults();
    private final StatefulSet set;
    private final PodSpec pod;
    private final Container container;
    private final String yaml;
    private final OffsiteConfig config;
    private final Manifests manifests;

    ManifestRules(Manifests manifests, Path directory) throws IOException {
        this.manifests = manifests;
        this.set = manifests.one(StatefulSet.class);
        this.pod = set.getSpec().getTemplate().getSpec();
        this.container = pod.getContainers().get(0);
        this.yaml = manifests.one(ConfigMap.class).getData().get("offsite.yaml");
        this.config = new ConfigLoader(text -> PLACEHOLDER.matcher(text).replaceAll("value-of-$1"))
                .load(Files.writeString(directory.resolve("offsite.yaml"), yaml));
    }

    /** What is wrong; empty when nothing is. */
    List<String> faults(long user) {
        one();
        confined(user);
        places();
        memory();
        stop();
        probes();
        ports();
        secrets();
        return faults.found();
    }

    private void one() {
        faults.unless(set.getSpec().getReplicas() == 1, "an embedded broker has one replica");
        faults.unless(pod.getContainers().size() == 1, "one container");
        faults.unless(PINNED.matcher(container.getImage()).matches(), "the image's tag is pinned");
        faults.unless(
                set.getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .equals(set.getSpec().getSelector().getMatchLabels()),
                "the set selects its pods");
        faults.unless(
                set.getSpec()
                        .getServiceName()
                        .equals(manifests.one(Service.class).getMetadata().getName()),
                "the set's service is there");
    }

    private void confined(long user) {
        PodSecurityContext all = pod.getSecurityContext();
        SecurityContext own = container.getSecurityContext();
        faults.unless(Boolean.TRUE.equals(all.getRunAsNonRoot()), "runAsNonRoot");
        faults.unless(all.getRunAsUser() == user && all.getFsGroup() == user, "the image's user owns the volume");
        faults.unless(
                all.getSeccompProfile() != null
                        && "RuntimeDefault".equals(all.getSeccompProfile().getType()),
                "seccomp RuntimeDefault");
        faults.unless(Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem");
        faults.unless(Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()), "no allowPrivilegeEscalation");
        faults.unless(own.getCapabilities().getDrop().equals(List.of("ALL")), "capabilities drop ALL");
        faults.unless(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "no service account token");
    }

    private void places() {
        Map<String, String> mounts = container.getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, VolumeMount::getName));
        String claim =
                set.getSpec().getVolumeClaimTemplates().get(0).getMetadata().getName();
        faults.unless(claim.equals(mounts.get("/var/lib/atlas-offsite/data")), "data/ is on the claimed volume");
        faults.unless(mounts.containsKey("/var/lib/atlas-offsite/config"), "config/ is mounted");
        faults.unless(mounts.containsKey("/tmp"), "/tmp can be written");
    }

    private void memory() {
        Quantity limit = container.getResources().getLimits().getOrDefault("memory", new Quantity("0"));
        Quantity request = container.getResources().getRequests().getOrDefault("memory", new Quantity("0"));
        faults.unless(limit.getNumericalAmount().longValue() > MEMORY, "the limit of memory is above what it takes");
        faults.unless(request.getNumericalAmount().longValue() >= MEMORY, "the memory it takes is asked for");
    }

    private void stop() {
        Long grace = pod.getTerminationGracePeriodSeconds();
        faults.unless(grace != null && grace > STOP_SECONDS, "there is time for a drain");
    }

    private void probes() {
        probe("startup", container.getStartupProbe(), "/observe/health/live");
        probe("liveness", container.getLivenessProbe(), "/observe/health/live");
        probe("readiness", container.getReadinessProbe(), "/observe/health/ready");
    }

    private void probe(String name, Probe probe, String path) {
        faults.unless(
                probe != null
                        && path.equals(probe.getHttpGet().getPath())
                        && "management".equals(probe.getHttpGet().getPort().getStrVal()),
                name + " probe");
    }

    private void ports() {
        int management = config.http().managementPort();
        faults.unless(config.http().address().equals("0.0.0.0"), "the kubelet reaches the pod's address only");
        faults.unless(
                container.getPorts().stream()
                        .anyMatch(port -> port.getName().equals("management") && port.getContainerPort() == management),
                "the management port is the configuration's");
        faults.unless(
                manifests.one(Service.class).getSpec().getPorts().stream()
                        .allMatch(port -> port.getPort() == management),
                "the service has the management port alone");
        faults.unless(
                manifests.one(NetworkPolicy.class).getSpec().getIngress().stream()
                        .allMatch(rule -> !rule.getFrom().isEmpty()
                                && rule.getPorts().stream()
                                        .allMatch(port -> port.getPort().getIntVal() == management)),
                "others reach the management port alone");
    }

    private void secrets() {
        Set<String> named = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(yaml);
        while (placeholder.find()) {
            named.add(placeholder.group(1));
        }
        Set<String> given = container.getEnv().stream()
                .filter(ManifestRules::bySecret)
                .map(EnvVar::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        faults.unless(named.equals(given), "each {{env:…}} is in the Secret: " + named + " and " + given);
        faults.unless(
                config.secrets().stream().allMatch(secret -> secret.reveal().startsWith("value-of-")),
                "no secret is in the ConfigMap");
    }

    private static boolean bySecret(EnvVar variable) {
        return variable.getValue() == null
                && variable.getValueFrom() != null
                && variable.getValueFrom().getSecretKeyRef() != null
                && !Boolean.TRUE.equals(
                        variable.getValueFrom().getSecretKeyRef().getOptional());
    }
}
