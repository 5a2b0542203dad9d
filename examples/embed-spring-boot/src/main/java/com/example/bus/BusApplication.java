package com.example.bus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An integration bus like any other: what it does is in its routes. */
@SpringBootApplication
public class BusApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(BusApplication.class, arguments);
    }
}
