/**
 * The JSON that crosses queues: requests, results, events, dead letters. Of this project it knows only the
 * shared words. What comes in is checked here, once, so that everything behind may trust it.
 */
package io.atlasoffsite.message;
