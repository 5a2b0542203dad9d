/**
 * The glue between the routes and everything else: one small step per class, named as the step of the route is. Public is
 * only what starts the pack.
 */
package io.atlasoffsite.route;
