package io.atlasoffsite.route;

import io.atlasoffsite.plan.SftpHostKey;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.store.SftpRefusal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.Signature;

/**
 * The keys a server may show. A server that shows another one is not the one that was meant; nothing is believed at first sight.
 *
 * @param keys at least one
 */
record SftpHostKeys(List<PublicKey> keys) {

    static SftpHostKeys of(SftpStoreConfig store) throws SftpRefusal {
        return store.hostKey() instanceof SftpHostKey.Given given
                ? new SftpHostKeys(List.of(key(AuthorizedKeyEntry.parseAuthorizedKeyEntry(given.line()))))
                : known(((SftpHostKey.KnownHosts) store.hostKey()).file(), store.host(), store.port());
    }

    private static SftpHostKeys known(Path file, String host, int port) throws SftpRefusal {
        List<PublicKey> keys = new ArrayList<>();
        List<PublicKey> revoked = new ArrayList<>();
        for (KnownHostEntry entry : entries(file)) {
            String marker = String.valueOf(entry.getMarker());
            if (marker.equals("revoked")) {
                // Whoever's it was: nobody should show it any more.
                revoked.add(key(entry.getKeyEntry()));
            } else if (!marker.equals("cert-authority") && entry.isHostMatch(host, port)) {
                keys.add(key(entry.getKeyEntry()));
            }
        }
        keys.removeIf(key -> KeyUtils.findMatchingKey(key, revoked) != null);
        if (keys.isEmpty()) {
            throw new SftpRefusal("the file " + file + " has no key of " + host + " port " + port
                    + "; add the line that ssh-keyscan -p " + port + " " + host
                    + " prints, once you know that it is the right one");
        }
        return new SftpHostKeys(List.copyOf(keys));
    }

    private static List<KnownHostEntry> entries(Path file) throws SftpRefusal {
        try {
            return KnownHostEntry.readKnownHostEntries(file);
        } catch (IOException | RuntimeException failure) {
            throw new SftpRefusal(
                    "the file " + file + " cannot be read; name one as knownHosts, in the format of OpenSSH", failure);
        }
    }

    private static PublicKey key(AuthorizedKeyEntry entry) throws SftpRefusal {
        try {
            return entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            throw new SftpRefusal(
                    "the server's key that was given cannot be understood; copy it as ssh-keyscan prints it", failure);
        }
    }

    boolean has(PublicKey shown) {
        return KeyUtils.findMatchingKey(shown, keys) != null;
    }

    /** A server with several keys shows the kind that is asked for first: that of the keys here. */
    List<NamedFactory<Signature>> first(List<NamedFactory<Signature>> all) {
        List<String> kinds = keys.stream().map(KeyUtils::getKeyType).toList();
        List<NamedFactory<Signature>> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(
                factory -> kinds.contains(KeyUtils.getCanonicalKeyType(factory.getName())) ? 0 : 1));
        return sorted;
    }
}
