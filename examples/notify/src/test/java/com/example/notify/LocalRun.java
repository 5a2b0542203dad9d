package com.example.notify;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Shows a copy that succeeds and one that fails as webhook calls and a mail, with everything on this machine, and ends. */
public final class LocalRun {

    private static final int MOST_MILLIS = 20_000;

    private LocalRun() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("offsite-notify");
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser(Notifier.MAIL_USER, Notifier.MAIL_PASSWORD);
        mail.start();
        try (Webhook webhook = new Webhook();
                Bus bus = new Bus(directory);
                Notifier notifier = new Notifier(bus, mail, webhook)) {
            BlockingQueue<String> posted = new LinkedBlockingQueue<>();
            webhook.listen(event -> {
                String type = event.path("type").asText();
                System.out.println("webhook  " + type + ", plan "
                        + event.path("data").path("plan").asText());
                posted.add(type);
            });
            notifier.start();
            bus.ask("request-1", "orders");
            await("completed", posted);
            bus.ask("request-2", "gone");
            await("failed", posted);
            if (!mail.waitForIncomingEmail(MOST_MILLIS, 1)) {
                throw new IllegalStateException("no mail came");
            }
            var message = mail.getReceivedMessages()[0];
            System.out.println("mail     " + message.getSubject());
            GreenMailUtil.getBody(message).lines().forEach(line -> System.out.println("         " + line));
        } finally {
            mail.stop();
            delete(directory);
        }
        // The threads of Artemis's in-VM connector would idle for a minute.
        System.exit(0);
    }

    private static void await(String end, BlockingQueue<String> posted) throws InterruptedException {
        String type = "";
        while (!type.endsWith(end)) {
            type = posted.poll(MOST_MILLIS, TimeUnit.MILLISECONDS);
            if (type == null) {
                throw new IllegalStateException("no event " + end + " came");
            }
        }
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
