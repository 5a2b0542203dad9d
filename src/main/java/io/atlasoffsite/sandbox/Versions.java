package io.atlasoffsite.sandbox;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which dated version of a resource a request gets. */
final class Versions {

    private static final Pattern DATED = Pattern.compile("application/vnd\\.atlas\\.([^+;,\\s]+)\\+json");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private Versions() {}

    /** The newest version not after the date asked for. */
    static LocalDate served(Family family, String accept) {
        Matcher dated = DATED.matcher(accept);
        if (!dated.find()) {
            throw ApiError.of(
                    406,
                    "INVALID_VERSION_DATE",
                    "No version was asked for; send Accept: application/vnd.atlas.YYYY-MM-DD+json.");
        }
        LocalDate asked = date(dated.group(1));
        Optional<LocalDate> served = family.versions().stream()
                .filter(version -> !version.isAfter(asked))
                .reduce((older, newer) -> newer);
        return served.orElseThrow(() -> ApiError.of(
                406,
                "INVALID_VERSION_DATE",
                "No version of this resource is as old as " + asked + ".",
                asked.toString()));
    }

    private static LocalDate date(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // a date that no calendar has is answered as any other text that is no date
        }
        throw ApiError.of(400, "INVALID_VERSION_DATE", "Invalid version date " + text + ".", text);
    }
}
