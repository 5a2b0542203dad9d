/**
 * What an installation is asked to do: {@code offsite.yaml} as records, its schema and its checks. Of this
 * project it knows only the shared words.
 *
 * <p>The schema is the one place that holds keys, types, defaults and explanations; the loader fills the defaults in from
 * there, so the records have none of their own.
 */
package io.atlasoffsite.plan;
