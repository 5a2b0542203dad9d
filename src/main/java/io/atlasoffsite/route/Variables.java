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
    static final String SNAPSHOT_QUESTION = "offsiteSnapshotQuestion";
    static final String SNAPSHOT_WANTED = "offsiteSnapshotWanted";
    static final String OTHER_SHAPE = "offsiteOtherShape";
    static final String TAKE = "offsiteTake";
    static final String TAKE_SNAPSHOT = "offsiteTakeSnapshot";
    static final String SNAPSHOT_PENDING = "offsiteSnapshotPending";
    static final String REFUSAL = "offsiteRefusal";
    static final String PAGING = "offsitePaging";
    static final String MANY = "offsiteMany";
    static final String FAMILIES = "offsiteFamilies";
    static final String MORE_FAMILIES = "offsiteMoreFamilies";
    static final String FAMILY_QUESTION = "offsiteFamilyQuestion";
    static final String DIVISION = "offsiteDivision";
    static final String LOOK_FOR = "offsiteLookFor";
    static final String PROJECTS = "offsiteProjects";
    static final String MORE_PROJECTS = "offsiteMoreProjects";
    static final String CLUSTERS = "offsiteClusters";
    static final String SNAPSHOTS = "offsiteSnapshots";
    static final String DOWNLOAD = "offsiteDownload";
    static final String DOWNLOAD_STORED = "offsiteDownloadStored";
    static final String FETCH_NEEDED = "offsiteFetchNeeded";
    static final String FILLED = "offsiteFilled";
    static final String STORES_LEFT = "offsiteStoresLeft";
    static final String EVENTS = "offsiteEvents";
    static final String WAITING = "offsiteWaiting";
    static final String JOB_PENDING = "offsiteJobPending";
    static final String JOB_SPENT = "offsiteJobSpent";
    static final String POLL_MILLIS = "offsitePollMillis";
    static final String JOB_SEARCH = "offsiteJobSearch";
    static final String JOB_WANTED = "offsiteJobWanted";
    static final String JOB_TO_ASK_FOR = "offsiteJobToAskFor";
    static final String JOB_PAUSE_MILLIS = "offsiteJobPauseMillis";
    static final String JOB_LISTING = "offsiteJobListing";
    static final String MORE_JOB_PAGES = "offsiteMoreJobPages";
    static final String NEXT_JOB_PAGE = "offsiteNextJobPage";
    static final String ENDED_JOB = "offsiteEndedJob";
    static final String JOB_TO_END = "offsiteJobToEnd";

    static final String COPIED = "offsiteCopied";
    static final String RESTORED = "offsiteRestored";
    static final String REPLY_TO = "offsiteReplyTo";
    static final String REHEARSAL_TAKEN = "offsiteRehearsalTaken";
    static final String REHEARSALS = "offsiteRehearsals";
    static final String MORE_REHEARSALS = "offsiteMoreRehearsals";
    static final String RESTORE_NEW = "offsiteRestoreNew";
    static final String RESTORE_NEWEST = "offsiteRestoreNewest";
    static final String RESTORE_VERSION = "offsiteRestoreVersion";
    static final String RESTORE_WANTED = "offsiteRestoreWanted";
    static final String RESTORE_SEARCH = "offsiteRestoreSearch";
    static final String RESTORE_TO_ASK_FOR = "offsiteRestoreToAskFor";
    static final String RESTORE_UNTOLD = "offsiteRestoreUntold";
    static final String RESTORE_PAUSE_MILLIS = "offsiteRestorePauseMillis";
    static final String RESTORE_PENDING = "offsiteRestorePending";
    static final String RESTORE_JOB = "offsiteRestoreJob";

    private Variables() {}
}
