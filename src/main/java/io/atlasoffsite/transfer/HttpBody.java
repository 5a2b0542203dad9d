package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.HttpSource.Continuation;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * A response that serves the archive, or the rest of it.
 *
 * @param in the bytes as they were sent; never drained, cut off by {@link HttpSource#abort()}
 * @param total the length of the whole archive, when the host said
 * @param etag a strong ETag, when the host gave one
 * @param ranges whether the host showed that it serves ranges
 */
record HttpBody(
        HttpGet request,
        ClassicHttpResponse response,
        InputStream in,
        OptionalLong total,
        Optional<String> etag,
        boolean ranges)
        implements AutoCloseable {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /**
     * Checks a response that is no redirect.
     *
     * @throws TransferException when it does not serve what was asked for; the connection is cut off
     */
    static HttpBody accept(ClassicHttpResponse response, HttpGet get, String host, Optional<Continuation> from)
            throws TransferException {
        try {
            int status = response.getCode();
            if (from.isPresent() && (status == 200 || status == 206 || status == 416)) {
                requireContinuation(response, from.get(), host);
            } else if (status != 200) {
                throw HttpFailures.refusal(response, host);
            }
            return new HttpBody(
                    get,
                    response,
                    content(response),
                    total(response, from),
                    strongEtag(response),
                    showsRanges(response));
        } catch (TransferException e) {
            cutOff(get, response);
            throw e;
        } catch (IOException e) {
            cutOff(get, response);
            throw HttpFailures.whileReading(e, host, 0);
        }
    }

    /** Where the stream could be continued after {@code offset} bytes, if at all. */
    Optional<Continuation> continuation(long offset) {
        return ranges && etag.isPresent() && total.isPresent() && offset > 0 && offset < total.getAsLong()
                ? Optional.of(new Continuation(offset, total.getAsLong(), etag.get()))
                : Optional.empty();
    }

    @Override
    public void close() {
        cutOff(request, response);
    }

    /** Closes a response without reading the rest: the request is cancelled first, which breaks the connection. */
    static void cutOff(HttpGet get, ClassicHttpResponse response) {
        get.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // The connection is gone already, which is all that was wanted.
            get.cancel();
        }
    }

    private static void requireContinuation(ClassicHttpResponse response, Continuation from, String host)
            throws TransferException {
        String wanted = from.offset() + "-" + (from.total() - 1) + "/" + from.total();
        boolean sameEtag = strongEtag(response).map(from.etag()::equals).orElse(false);
        if (response.getCode() != 206 || !range(response).equals(wanted) || !sameEtag) {
            throw TransferException.because(
                            Kind.CUT, "the download host " + host + " does not continue the archive where it broke off")
                    .remedy(Remedy.SAME_TICKET)
                    .answer(response.getCode(), "")
                    .bytes(from.offset())
                    .build();
        }
    }

    private static String range(ClassicHttpResponse response) {
        Matcher matcher = CONTENT_RANGE.matcher(
                HttpSource.header(response, HttpHeaders.CONTENT_RANGE).orElse(""));
        return matcher.matches() ? matcher.group(1) + "-" + matcher.group(2) + "/" + matcher.group(3) : "";
    }

    private static OptionalLong total(ClassicHttpResponse response, Optional<Continuation> from) {
        if (from.isPresent()) {
            return OptionalLong.of(from.get().total());
        }
        long length = response.getEntity() == null ? 0 : response.getEntity().getContentLength();
        return length >= 0 ? OptionalLong.of(length) : OptionalLong.empty();
    }

    private static InputStream content(ClassicHttpResponse response) throws IOException {
        return response.getEntity() == null
                ? new ByteArrayInputStream(new byte[0])
                : response.getEntity().getContent();
    }

    private static Optional<String> strongEtag(ClassicHttpResponse response) {
        return HttpSource.header(response, HttpHeaders.ETAG)
                .filter(tag -> tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\""));
    }

    private static boolean showsRanges(ClassicHttpResponse response) {
        return response.getCode() == 206
                || HttpSource.header(response, "Accept-Ranges")
                        .filter("bytes"::equalsIgnoreCase)
                        .isPresent();
    }
}
