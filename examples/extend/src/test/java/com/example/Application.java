package com.example;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.main.Main;

/** The application with a stand-in Atlas and an archive server, all in this process. */
final class Application implements AutoCloseable {

    private final Sandbox atlas = Sandbox.start(SandboxOptions.builder().archiveBytes(100_000).build());
    private final ArchiveServer archive = new ArchiveServer();
    private final Main main = new Main();

    Application(Path copies) throws IOException {
        main.addOverrideProperty("atlas.url", atlas.baseUrl());
        main.addOverrideProperty("archive.url", archive.url());
        main.addOverrideProperty("copies", copies.toString());
        main.addOverrideProperty("offsite.data", copies.resolve("data").toString());
        main.start();
    }

    ArchiveServer archive() {
        return archive;
    }

    Sandbox atlas() {
        return atlas;
    }

    void copy() throws Exception {
        try {
            main.getCamelTemplate().requestBody("direct:copy", "");
        } catch (CamelExecutionException failed) {
            throw (Exception) failed.getCause();
        }
    }

    @Override
    public void close() {
        main.stop();
        archive.close();
        atlas.close();
    }
}
