package io.atlasoffsite.route;

import org.apache.camel.spi.Registry;

/** Binds the steps that find out at run time what there is to copy. Stateless. */
final class Discovery {

    private Discovery() {}

    static void bindLists(Registry registry, FindKind kinds) {
        ReadPages pages = new ReadPages();
        OffsitePack.bind(registry, "begin-pages", pages::begin);
        OffsitePack.bind(registry, "collect-json-page", pages::collect);
        OffsitePack.bind(registry, "finish-pages", pages::finish);
        ListClusters clusters = new ListClusters(kinds);
        OffsitePack.bind(registry, "begin-cluster-list", clusters::begin);
        OffsitePack.bind(registry, "collect-clusters", clusters::collect);
        OffsitePack.bind(registry, "skip-family", clusters::skip);
        OffsitePack.bind(registry, "finish-cluster-list", clusters::finish);
        OffsitePack.bind(registry, "ask-for-projects", clusters::askForProjects);
        OffsitePack.bind(registry, "read-projects", clusters::readProjects);
    }

    static void bindTaking(Registry registry, TakeSnapshot taking) {
        OffsitePack.bind(registry, "begin-taking", taking::begin);
        OffsitePack.bind(registry, "find-taken", taking::find);
        OffsitePack.bind(registry, "ask-to-take", taking::ask);
        OffsitePack.bind(registry, "note-taken", taking::noteTaken);
        OffsitePack.bind(registry, "note-refusal", taking::noteRefusal);
        OffsitePack.bind(registry, "judge-taking-refusal", taking::judgeRefusal);
        OffsitePack.bind(registry, "judge-taken", taking::judge);
    }

    static void bindDivision(Registry registry, DivideRequest divide) {
        OffsitePack.bind(registry, "begin-division", divide::begin);
        OffsitePack.bind(registry, "note-projects", divide::noteProjects);
        OffsitePack.bind(registry, "next-project", divide::nextProject);
        OffsitePack.bind(registry, "note-clusters", divide::noteClusters);
        OffsitePack.bind(registry, "set-project-aside", divide::setProjectAside);
        OffsitePack.bind(registry, "name-clusters", divide::nameClusters);
        OffsitePack.bind(registry, "name-snapshots", Failures.typed(divide::nameSnapshots));
        OffsitePack.bind(registry, "address-request", divide::address);
    }
}
