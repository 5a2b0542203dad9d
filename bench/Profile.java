import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Counts the samples of a Flight Recorder file by thread and innermost frames. Threads that wait in poll are left out. */
final class Profile {

    private static final int FRAMES = 4;
    private static final int LINES = 25;

    private Profile() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Integer> samples = new HashMap<>();
        try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
            while (file.hasMoreEvents()) {
                count(file.readEvent(), samples);
            }
        }
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%d samples%n", all);
        samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .forEach(line -> System.out.printf("%5.1f %%  %s%n", 100.0 * line.getValue() / all, line.getKey()));
    }

    private static void count(RecordedEvent event, Map<String, Integer> samples) {
        String kind = event.getEventType().getName();
        boolean sample = kind.equals("jdk.ExecutionSample") || kind.equals("jdk.NativeMethodSample");
        if (!sample || event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
            return;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        if (!frames.get(0).getMethod().getName().equals("poll")) {
            String thread = event.getThread("sampledThread").getJavaName();
            String where = frames.stream().limit(FRAMES).map(Profile::name).collect(Collectors.joining(" < "));
            samples.merge((thread == null ? "?" : thread.replaceAll("[0-9]+", "")) + ": " + where, 1, Integer::sum);
        }
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
    }
}
