package io.atlasoffsite.cli;

import io.atlasoffsite.Secret;

/**
 * Where a broker is and how to log in.
 *
 * @param url of an ActiveMQ Artemis broker, e.g. {@code tcp://localhost:61616}
 * @param user empty for none
 * @param password hidden when printed
 */
record BrokerAddress(String url, String user, Secret password) {}
