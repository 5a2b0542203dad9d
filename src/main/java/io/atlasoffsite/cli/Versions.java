package io.atlasoffsite.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, as the jar's manifest says. */
final class Versions implements IVersionProvider {

    static String tool() {
        String version = Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                .orElse("development");
        return "atlas-offsite " + version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {tool()};
    }
}
