package io.atlasoffsite.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What must be true of a Dockerfile whose image runs as nobody in particular, and stops when told. */
final class DockerfileRules {

    static final Path FILE = Path.of("packaging/docker/Dockerfile");

    private static final Pattern PINNED = Pattern.compile("[^$]+/[^$]+:(?!latest$)[\\w.-]*\\d[\\w.-]*");
    private static final Pattern NUMERIC = Pattern.compile("[1-9]\\d*:[1-9]\\d*");
    private static final Pattern EXEC = Pattern.compile("\\[\\s*\"[^\"]+\"(\\s*,\\s*\"[^\"]*\")*\\s*]");
    private static final Pattern SECRET = Pattern.compile("(?i)\\w*(secret|password|token|credential|_key)\\w*\\s*=.*");

    private record Instruction(String name, String rest) {}

    private final Faults faults = new Faults();
    private final List<Instruction> all = new ArrayList<>();
    private final List<Instruction> last = new ArrayList<>();
    private final Map<String, String> arguments = new HashMap<>();

    DockerfileRules(String text) {
        for (String line : text.replaceAll("(?m)^\\s*#.*\\R", "")
                .replaceAll("\\\\\\R", " ")
                .split("\\R")) {
            String[] words = line.strip().split("\\s+", 2);
            if (words.length == 2) {
                add(new Instruction(words[0].toUpperCase(Locale.ROOT), words[1]));
            }
        }
    }

    private void add(Instruction instruction) {
        all.add(instruction);
        if (instruction.name().equals("FROM")) {
            last.clear();
        }
        last.add(instruction);
        if (instruction.name().equals("ARG") && instruction.rest().contains("=")) {
            String[] pair = instruction.rest().split("=", 2);
            arguments.put("${" + pair[0] + "}", pair[1]);
        }
    }

    /** The user of the image that this project makes. */
    static long user() throws IOException {
        String user = new DockerfileRules(Files.readString(FILE)).value("USER");
        return Long.parseLong(user.replaceFirst(":.*", ""));
    }

    /** What is wrong; empty when nothing is. */
    List<String> faults() {
        bases();
        process();
        contents();
        return faults.found();
    }

    private void bases() {
        Set<String> stages = new HashSet<>();
        for (Instruction from : named("FROM")) {
            String[] words = from.rest().split("\\s+");
            String base = arguments.getOrDefault(words[0], words[0]);
            faults.unless(stages.contains(base) || PINNED.matcher(base).matches(), "a base is pinned by its tag");
            if (words.length == 3) {
                stages.add(words[2]);
            }
        }
        faults.unless(named("FROM").size() > 1, "what builds is not in the image");
        faults.unless(
                last.stream().anyMatch(i -> i.name().equals("COPY") && i.rest().startsWith("--from=")),
                "what was built is in the image");
    }

    private void process() {
        faults.unless(NUMERIC.matcher(value("USER")).matches(), "USER is a number other than 0");
        faults.unless(EXEC.matcher(value("ENTRYPOINT")).matches(), "ENTRYPOINT in exec form, for signals");
        faults.unless(EXEC.matcher(value("CMD")).matches(), "CMD in exec form");
        faults.unless(value("STOPSIGNAL").equals("SIGTERM"), "STOPSIGNAL SIGTERM");
        String health = value("HEALTHCHECK");
        int command = health.indexOf("CMD ");
        faults.unless(
                command >= 0 && EXEC.matcher(health.substring(command + 4)).matches(), "HEALTHCHECK in exec form");
        faults.unless(value("VOLUME").contains("/data"), "VOLUME for data");
        faults.unless(!value("WORKDIR").isEmpty(), "WORKDIR, where config/ and data/ are");
        int user = last.lastIndexOf(new Instruction("USER", value("USER")));
        faults.unless(
                last.subList(Math.max(user, 0), last.size()).stream()
                        .noneMatch(i -> i.name().equals("RUN")),
                "nothing is run in the image's name");
    }

    private void contents() {
        faults.unless(named("ADD").isEmpty(), "COPY, not ADD, which fetches and unpacks");
        faults.unless(
                all.stream()
                        .filter(i -> Set.of("ENV", "ARG").contains(i.name()))
                        .noneMatch(i -> SECRET.matcher(i.rest()).matches()),
                "no secret");
        faults.unless(
                last.stream()
                        .filter(i -> i.name().equals("COPY"))
                        .allMatch(i -> i.rest().startsWith("--from=")),
                "nothing comes into the image past the build");
        faults.unless(value("LABEL").contains("org.opencontainers.image.title="), "LABEL");
    }

    /** Of the image, not of the stages before it; the last one counts. */
    private String value(String name) {
        return last.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::rest)
                .reduce("", (before, after) -> after);
    }

    private List<Instruction> named(String name) {
        return all.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }
}
