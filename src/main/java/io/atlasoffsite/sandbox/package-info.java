/**
 * A stand-in Atlas on loopback, for the demo, rehearsals and tests: the API, a download host, archives made while they are served,
 * and faults on demand. Written from the public reference as if by another party; it uses no other package of this project.
 */
package io.atlasoffsite.sandbox;
