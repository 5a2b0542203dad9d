package io.atlasoffsite.planted.store;

import org.apache.camel.Exchange;

record KnowsCamel(Exchange exchange) {}
