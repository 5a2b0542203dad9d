package io.atlasoffsite.planted.restore;

import org.apache.camel.Exchange;

record KnowsCamel(Exchange exchange) {}
