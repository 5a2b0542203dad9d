package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes the records from a file that was checked: what is read here is there, and fits. */
final class ModelReader {

    private ModelReader() {}

    static OffsiteConfig read(Section root) {
        return new OffsiteConfig(
                root.integer("version"),
                each(root.named("atlas"), ModelReader::access),
                network(root.section("network")),
                each(root.named("stores"), StoreReader::read),
                each(root.named("plans"), PlanReader::read),
                transfer(root.section("transfer")),
                restore(root.section("restore")),
                http(root.section("http")),
                broker(root.section("broker")));
    }

    private static <T> Map<String, T> each(Map<String, Section> sections, BiFunction<String, Section, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        sections.forEach((name, section) -> read.put(name, reader.apply(name, section)));
        return read;
    }

    private static AtlasAccess access(String name, Section access) {
        Section retry = access.section("retry");
        Section rate = access.section("rate");
        Section poll = access.section("poll");
        return new AtlasAccess(
                name,
                URI.create(access.text("baseUrl").replaceFirst("/$", "")),
                auth(access.section("auth")),
                new AtlasAccess.Retry(
                        retry.integer("attempts"),
                        retry.duration("first"),
                        retry.duration("longest"),
                        retry.duration("maxRetryAfter")),
                new AtlasAccess.Rate(rate.integer("burst"), rate.integer("perMinute")),
                new AtlasAccess.Poll(poll.duration("first"), poll.duration("longest")),
                access.texts("downloadHosts"),
                access.duration("connectTimeout"),
                access.duration("responseTimeout"));
    }

    private static AtlasAuth auth(Section auth) {
        if (auth.text("type").equals("api-key")) {
            return new AtlasAuth.ApiKey(auth.text("publicKey"), Secret.of(auth.text("privateKey")));
        }
        return new AtlasAuth.ServiceAccount(auth.text("clientId"), Secret.of(auth.text("clientSecret")));
    }

    private static Network network(Section network) {
        Optional<Network.Proxy> proxy =
                network.optionalText("proxy").flatMap(Urls::http).map(ModelReader::proxy);
        return new Network(
                proxy, network.texts("noProxy"), network.optionalText("caFile").map(Path::of));
    }

    private static Network.Proxy proxy(URI uri) {
        String[] who = Urls.userInfo(uri);
        return new Network.Proxy(uri.getHost(), uri.getPort(), who[0], Secret.of(who[1]));
    }

    private static TransferConfig transfer(Section transfer) {
        return new TransferConfig(
                transfer.size("memory").orElseThrow(),
                transfer.integer("concurrent"),
                transfer.integer("perProject"),
                transfer.duration("stallTimeout"),
                transfer.size("bandwidth"),
                Path.of(transfer.text("spool")));
    }

    private static RestoreConfig restore(Section restore) {
        Section inAtlas = restore.section("inAtlas");
        List<RestoreConfig.Target> targets = inAtlas.listed("targets").stream()
                .map(target -> new RestoreConfig.Target(
                        target.text("project"), target.text("cluster"), target.flag("allowProtected")))
                .toList();
        return new RestoreConfig(
                Path.of(restore.text("directory")),
                restore.texts("replyTo"),
                restore.optionalSection("then")
                        .map(then -> new RestoreConfig.Then(then.texts("command"), then.duration("timeout"))),
                new RestoreConfig.InAtlas(inAtlas.flag("enabled"), inAtlas.optionalText("ledger"), targets));
    }

    private static HttpConfig http(Section http) {
        return new HttpConfig(
                http.integer("port"),
                http.integer("managementPort"),
                http.text("address"),
                http.secret("token"),
                http.secret("atlasAlertSecret"));
    }

    private static BrokerConfig broker(Section broker) {
        return new BrokerConfig(broker.optionalText("url"), broker.optionalText("user"), broker.secret("password"));
    }
}
