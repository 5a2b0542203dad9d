package io.atlasoffsite.cli;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** Writes log lines without the secrets {@link Secrets} knows, whoever logged them. */
public final class LogMask extends PatternLayoutEncoder {

    /** The logger context's object that holds the {@link Secrets}. */
    static final String SECRETS = "offsite-secrets";

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = getLayout().doLayout(event);
        return getContext().getObject(SECRETS) instanceof Secrets secrets
                ? secrets.mask(line).getBytes(StandardCharsets.UTF_8)
                : line.getBytes(StandardCharsets.UTF_8);
    }
}
