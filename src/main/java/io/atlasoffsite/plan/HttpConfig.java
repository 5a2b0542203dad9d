package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.util.Optional;

/**
 * The web side. Immutable and thread safe.
 *
 * @param port 0 (any free one) to 65535
 * @param managementPort the port of health and metrics, 0 (any free one) to 65535, not the same as {@code port} unless 0
 * @param address the address listened on
 * @param token what a caller of the API must show; empty switches the calls that change something off
 * @param atlasAlertSecret what Atlas signs its alerts with; empty switches them off
 */
public record HttpConfig(
        int port, int managementPort, String address, Optional<Secret> token, Optional<Secret> atlasAlertSecret) {}
