package io.atlasoffsite.restore;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.CopyId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** What a restore says when it does not do what it was asked. Stateless. */
final class Refusals {

    private Refusals() {}

    static OffsiteException noCopy(CopyId copy, Collection<String> stores) {
        return OffsiteException.because(
                        Reason.NOT_FOUND, "there is no copy " + copy + " in " + String.join(", ", stores))
                .hint("offsite list shows the copies there are")
                .build();
    }

    static OffsiteException noShard(CopyId copy, Collection<String> unknown, Collection<String> there) {
        return OffsiteException.because(
                        Reason.NOT_FOUND,
                        "the copy " + copy + " has no replica set " + String.join(", ", unknown) + "; it has "
                                + String.join(", ", there))
                .hint("name replica sets that the copy has, or none for all")
                .build();
    }

    static OffsiteException newer(CopyId copy, String store, long version) {
        return OffsiteException.because(
                        Reason.RESTORE_REFUSED,
                        "the copy " + copy + " in store '" + store + "' has format version " + version
                                + ", which this program does not know")
                .hint("restore it with a newer version of atlas-offsite")
                .build();
    }

    static OffsiteException damaged(CopyId copy, List<String> what) {
        return OffsiteException.because(
                        Reason.INTEGRITY, "the copy " + copy + " cannot be restored whole: " + String.join("; ", what))
                .hint("restore an older copy, or, when this is the last one, save what can be saved of it with"
                        + " offsite restore --accept-damaged")
                .build();
    }

    static OffsiteException nothingSaved(CopyId copy, List<String> what) {
        return OffsiteException.because(
                        Reason.INTEGRITY, "nothing of the copy " + copy + " can be saved: " + String.join("; ", what))
                .hint("restore another copy")
                .build();
    }

    static OffsiteException inTheWay(Path into, String what) {
        return OffsiteException.because(Reason.RESTORE_REFUSED, "a restore into " + into + " is refused: " + what)
                .hint("name a directory that does not exist yet, or remove this one")
                .build();
    }

    static OffsiteException notOurs(Path partial, String what) {
        return OffsiteException.because(Reason.RESTORE_REFUSED, partial + " is in the way of the restore: " + what)
                .hint("look at it and remove it, or name another directory to restore into")
                .build();
    }

    static OffsiteException busy(Path into) {
        return OffsiteException.because(Reason.CONFLICT, "another restore into " + into + " is under way")
                .hint("wait until it has ended, or name another directory")
                .retryable(true)
                .build();
    }

    static OffsiteException noRoom(Path into, long needed, long free) {
        return OffsiteException.because(
                        Reason.STORE_FULL,
                        "a restore into " + into + " needs " + needed + " bytes and there are " + free + " left")
                .hint("make room where the directory is, or name one on another disk")
                .retryable(true)
                .build();
    }
}
