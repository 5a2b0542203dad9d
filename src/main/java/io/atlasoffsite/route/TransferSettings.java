package io.atlasoffsite.route;

import io.atlasoffsite.plan.Network;
import io.atlasoffsite.plan.TransferConfig;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.ProxyServer;

/** Says what offsite.yaml says of transfers in the words of the engine, which knows nothing of offsite.yaml. Stateless. */
final class TransferSettings {

    private TransferSettings() {}

    static NetworkSettings network(Network network) {
        NetworkSettings direct = NetworkSettings.direct();
        return new NetworkSettings(
                direct.connectTimeout(),
                network.proxy()
                        .map(proxy -> new ProxyServer(
                                proxy.host(),
                                proxy.port(),
                                proxy.user(),
                                proxy.password().reveal().toCharArray())),
                network.noProxy(),
                network.caFile());
    }

    static EngineSettings engine(TransferConfig transfer, NetworkSettings network) {
        return EngineSettings.defaults(transfer.spool())
                .withMemory(transfer.memory(), transfer.concurrent())
                .withBandwidth(transfer.bandwidth().orElse(0))
                .withStallTimeout(transfer.stallTimeout())
                .withNetwork(network);
    }
}
