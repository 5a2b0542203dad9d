package com.example.bus;

import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Asks the bus for two backups, prints what it answers, and ends. */
@Component
@Profile("demo")
class Demo implements ApplicationRunner {

    private static final int MOST_MILLIS = 20_000;

    private final ApplicationContext application;
    private final CamelContext camel;

    Demo(ApplicationContext application, CamelContext camel) {
        this.application = application;
        this.camel = camel;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        try (ProducerTemplate ask = camel.createProducerTemplate();
                ConsumerTemplate answers = camel.createConsumerTemplate()) {
            for (String plan : new String[] {"orders", "gone"}) {
                ask.sendBody("jms:queue:bus.backups.wanted", plan);
                System.out.println(answers.receiveBody("jms:queue:bus.backups.done", MOST_MILLIS, String.class));
            }
        }
        System.exit(SpringApplication.exit(application));
    }
}
