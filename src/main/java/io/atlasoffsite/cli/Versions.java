package io.atlasoffsite.cli;

import io.atlasoffsite.route.OffsitePack;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, as the jar's manifest says. */
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {OffsitePack.tool()};
    }
}
