package io.atlasoffsite.route;

/** The exchange variables by which steps of one route hand things on; private to the pack. */
final class Variables {

    static final String CALL = "offsiteCall";
    static final String TRY_AGAIN = "offsiteTryAgain";
    static final String PAUSE_MILLIS = "offsitePauseMillis";
    static final String ATLAS_ENDPOINT = "offsiteAtlasEndpoint";
    static final String LISTING = "offsiteListing";
    static final String MORE_PAGES = "offsiteMorePages";
    static final String NEXT_PAGE = "offsiteNextPage";
    static final String KIND_QUESTION = "offsiteKindQuestion";
    static final String KIND_SEARCH = "offsiteKindSearch";
    static final String SNAPSHOTS = "offsiteSnapshots";
    static final String DOWNLOAD = "offsiteDownload";
    static final String FETCH_NEEDED = "offsiteFetchNeeded";
    static final String FILLED = "offsiteFilled";
    static final String STORES_LEFT = "offsiteStoresLeft";
    static final String EVENTS = "offsiteEvents";
    static final String WAITING = "offsiteWaiting";
    static final String JOB_PENDING = "offsiteJobPending";
    static final String POLL_MILLIS = "offsitePollMillis";

    private Variables() {}
}
