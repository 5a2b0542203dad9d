package com.example.notify;

import com.icegreen.greenmail.util.GreenMail;
import org.apache.camel.main.Main;

/** The routes as they are shipped, with the properties that differ here. */
final class Notifier implements AutoCloseable {

    static final String MAIL_USER = "offsite";
    static final String MAIL_PASSWORD = "p+ss & w%rd";

    private final Main main = new Main();

    Notifier(Bus bus, GreenMail mail, Webhook webhook) {
        set("camel.beans.broker.brokerURL", bus.url());
        set("notify.mail.server", "smtp://127.0.0.1:" + mail.getSmtp().getPort());
        set("notify.mail.user", MAIL_USER);
        set("notify.mail.password", MAIL_PASSWORD);
        set("notify.webhook.url", webhook.url());
        set("notify.webhook.authorization", "Bearer it's-a-secret");
        set("notify.retry.first", "10");
        set("notify.retry.longest", "100");
    }

    Notifier set(String property, String value) {
        main.addOverrideProperty(property, value);
        return this;
    }

    Notifier start() {
        main.start();
        return this;
    }

    @Override
    public void close() {
        main.stop();
    }
}
