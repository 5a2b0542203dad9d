package com.example;

import java.nio.file.Files;
import java.nio.file.Path;

/** Shows on this machine what the application does. */
public final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        try (Application application = new Application(Files.createTempDirectory(Path.of("target"), "copies"))) {
            application.copy();
            application.archive().files().forEach((name, content) -> System.out.println(name + " " + content.length + " bytes"));
        }
    }
}
