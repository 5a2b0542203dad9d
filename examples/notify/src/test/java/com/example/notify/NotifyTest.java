package com.example.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real events, from a copy that succeeds and one that fails, on their way to a mail server and a webhook. */
class NotifyTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> QUEUES =
            List.of("offsite.events", "notify.mail", "notify.mail.failed", "notify.webhook", "notify.webhook.failed");

    private static Bus bus;

    private GreenMail mail;
    private Webhook webhook;
    private Notifier notifier;

    @BeforeAll
    static void startBus(@TempDir Path directory) throws Exception {
        bus = new Bus(directory);
    }

    @AfterAll
    static void stopBus() throws Exception {
        bus.close();
    }

    @BeforeEach
    void start() throws Exception {
        mail = mailServer(0);
        mail.start();
        webhook = new Webhook();
        notifier = new Notifier(bus, mail, webhook);
    }

    @AfterEach
    void stop() throws Exception {
        notifier.close();
        webhook.close();
        mail.stop();
        for (String queue : QUEUES) {
            bus.empty(queue);
        }
    }

    @Test
    void whatFailedIsMailedAndEverythingIsPosted() throws Exception {
        notifier.start();

        bus.ask("request-1", "orders");
        awaitPosted("copy.started", "copy.completed");
        bus.ask("request-2", "gone");
        awaitPosted("copy.started", "copy.completed", "copy.failed");
        awaitMails(1);

        assertThat(webhook.taken()).allSatisfy(taken -> {
            assertThat(taken.contentType()).isEqualTo("application/cloudevents+json");
            assertThat(taken.authorization()).isEqualTo("Bearer it's-a-secret");
            assertThat(taken.event().path("specversion").asText()).isEqualTo("1.0");
        });
        MimeMessage message = mail.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Offsite copy failed: not-found");
        assertThat(message.getFrom()[0]).hasToString("offsite@example.com");
        assertThat(message.getAllRecipients()[0]).hasToString("operations@example.com");
        assertThat(GreenMailUtil.getBody(message))
                .contains("Atlas answered 404 CLUSTER_NOT_FOUND", "What to do: ", "plan      gone", "request   request-2")
                .doesNotContain("${");
    }

    @Test
    void aWebhookThatIsDownLosesNoEventAndHoldsUpNoMail() throws Exception {
        webhook.answer(event -> 503);
        notifier.start();

        bus.ask("request-1", "gone");
        bus.ask("request-2", "gone");
        awaitMails(2);
        assertThat(webhook.taken()).isEmpty();
        webhook.answer(event -> 204);

        awaitPosted("copy.failed", "copy.failed");
        assertNothingWaits();
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aMailServerThatIsDownLosesNoEventAndHoldsUpNoWebhook() throws Exception {
        int port = mail.getSmtp().getPort();
        mail.stop();
        notifier.start();

        bus.ask("request-1", "gone");
        awaitPosted("copy.failed");
        mail = mailServer(port);
        mail.start();

        awaitMails(1);
        assertNothingWaits();
        assertThat(webhook.taken()).hasSize(1);
    }

    @Test
    void whatIsOnItsWayWhenTheNotifierStopsIsThereWhenItStartsAgain() throws Exception {
        webhook.answer(event -> 503);
        notifier.set("notify.retry.longest", "3600000").set("notify.retry.first", "3600000").start();
        bus.ask("request-1", "gone");
        awaitMails(1);
        await().atMost(SOON).until(() -> bus.waiting("notify.webhook") == 1);
        notifier.close();

        webhook.answer(event -> 204);
        notifier = new Notifier(bus, mail, webhook).start();

        awaitPosted("copy.failed");
        assertNothingWaits();
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void anEventThatIsRefusedIsKeptAndHoldsUpNoOther() throws Exception {
        webhook.answer(event -> event.path("data").path("requestId").asText().equals("request-1") ? 400 : 204);
        notifier.start();

        bus.ask("request-1", "gone");
        await().atMost(SOON).until(() -> bus.waiting("notify.webhook.failed") == 1);
        bus.ask("request-2", "gone");

        awaitPosted("copy.failed");
    }

    @Test
    void whatFailsTooOftenIsKept() throws Exception {
        webhook.answer(event -> 503);
        mail.stop();
        notifier.set("notify.webhook.retries", "2").set("notify.mail.retries", "2").start();

        bus.ask("request-1", "gone");

        await().atMost(SOON)
                .until(() -> bus.waiting("notify.webhook.failed") == 1 && bus.waiting("notify.mail.failed") == 1);
    }

    @Test
    void aDestinationThatIsSwitchedOffGetsNothingAndNothingPilesUpForIt() throws Exception {
        notifier.set("notify.mail.enabled", "false").start();

        bus.ask("request-1", "gone");

        awaitPosted("copy.failed");
        assertNothingWaits();
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    private static GreenMail mailServer(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser(Notifier.MAIL_USER, Notifier.MAIL_PASSWORD);
        return server;
    }

    private void awaitPosted(String... types) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(webhook.taken())
                        .extracting(Webhook.Taken::type)
                        .containsExactly(types));
    }

    private void awaitMails(int number) {
        await().atMost(SOON).untilAsserted(() -> assertThat(mail.getReceivedMessages())
                .hasSize(number));
    }

    private void assertNothingWaits() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(QUEUES).allMatch(queue -> bus.waiting(queue) == 0));
    }
}
