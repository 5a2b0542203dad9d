package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.Replies;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a list of Atlas's has been read.
 *
 * @param call the call for the page under way
 * @param seen the queries of all pages so far, so that a loop is noticed
 * @param found what the pages held so far
 */
record Paging<T>(AtlasCall call, List<String> seen, List<T> found) {

    /** 100,000 items: a list beyond that is a loop. */
    private static final int MOST_PAGES = 200;

    static <T> Paging<T> from(AtlasCall first) {
        return new Paging<>(first, List.of(first.query()), List.of());
    }

    Paging<T> with(List<T> more) {
        return new Paging<>(
                call, seen, Stream.concat(found.stream(), more.stream()).toList());
    }

    /** The next page, when the reply names one; an {@link OffsiteException} when its pages lead round in a circle. */
    Optional<Paging<T>> next(JsonNode reply) {
        return Replies.nextPage(call, reply).map(this::turned);
    }

    private Paging<T> turned(AtlasCall next) {
        if (seen.contains(next.query()) || seen.size() >= MOST_PAGES) {
            throw OffsiteException.because(
                            Reason.ATLAS_UNAVAILABLE, "the pages of " + call.operation() + " lead round in a circle")
                    .hint("Atlas's reply is not as its reference says: try again later")
                    .retryable(true)
                    .build();
        }
        return new Paging<>(
                next, Stream.concat(seen.stream(), Stream.of(next.query())).toList(), found);
    }
}
