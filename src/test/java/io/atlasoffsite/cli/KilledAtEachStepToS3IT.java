package io.atlasoffsite.cli;

import io.atlasoffsite.cli.Evidence.Trace;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** F36, S3: each request to the store is a step. */
class KilledAtEachStepToS3IT extends KilledAtEachStep {

    private static final Set<Trace> BEGUN = Set.of(Trace.ATTEMPT, Trace.REQUEST);
    private static final Set<Trace> UPLOADING = Set.of(Trace.ATTEMPT, Trace.UNFINISHED, Trace.REQUEST);
    private static final Set<Trace> WHOLE = Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.REQUEST);
    private static final Set<Trace> KEPT = Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.REQUEST);
    private static final Set<Trace> SUMMED =
            Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.SUMS, Trace.REQUEST);
    private static final Set<Trace> COPIED =
            Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.KEPT, Trace.SUMS, Trace.MANIFEST, Trace.REQUEST);
    private static final Set<Trace> FORGOTTEN =
            Set.of(Trace.ATTEMPT, Trace.ARCHIVE, Trace.SUMS, Trace.MANIFEST, Trace.REQUEST);

    private FaultyProxy proxy;

    @Override
    Shelf shelf(Path directory) throws Exception {
        S3Shelf s3 = new S3Shelf();
        proxy = s3.proxy();
        return s3;
    }

    @Override
    Stream<Moment> inTheStore() {
        return Stream.of(
                after("the attempt's record is there", FaultyProxy.is("PUT", "/.offsite/attempts/"), BEGUN),
                after("the upload is created and nobody knows its id", archive("POST", "uploads"), UPLOADING),
                before("a part is on its way", archive("PUT", "partNumber="), UPLOADING),
                before("complete is on its way", archive("POST", "uploadId="), UPLOADING),
                after("the upload is complete", archive("POST", "uploadId="), WHOLE),
                after("the archive is written down as whole", FaultyProxy.is("PUT", "/.offsite/kept/"), KEPT),
                before("the sums are on their way", FaultyProxy.is("PUT", "/SHA256SUMS"), KEPT),
                before("the manifest is on its way", FaultyProxy.is("PUT", "/manifest.json"), SUMMED),
                after("the manifest is there", FaultyProxy.is("PUT", "/manifest.json"), COPIED),
                before("the record is about to go", FaultyProxy.is("DELETE", "/.offsite/attempts/"), FORGOTTEN));
    }

    private static Predicate<FaultyProxy.Request> archive(String method, String part) {
        return FaultyProxy.is(method, ".tar.gz").and(FaultyProxy.is(method, part));
    }

    private Moment before(String name, Predicate<FaultyProxy.Request> request, Set<Trace> left) {
        return new Moment(name, Trap.at(proxy, request, Hold.before()), left);
    }

    private Moment after(String name, Predicate<FaultyProxy.Request> request, Set<Trace> left) {
        return new Moment(name, Trap.at(proxy, request, Hold.after()), left);
    }
}
