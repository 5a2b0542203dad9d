package com.example.bus;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** What stands in for Atlas and the place of the copies in the profile "local". */
@Configuration(proxyBeanMethods = false)
@Profile("local")
class LocalAtlas {

    @Bean
    Sandbox sandbox(@Value("${local.copies}") Path copies) throws IOException {
        Files.createDirectories(copies);
        return Sandbox.start(SandboxOptions.builder().archiveBytes(1 << 20).build());
    }
}
