package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import io.atlasoffsite.transfer.MemoryBudget.Share;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryBudgetTest {

    @Test
    void aLoneTransferMayUseWhatOthersAreNotOwed() throws Exception {
        MemoryBudget budget = new MemoryBudget(4 << 20, 4);
        try (Share alone = budget.join()) {
            for (int chunk = 0; chunk < (4 << 20) / budget.chunkBytes(); chunk++) {
                alone.take();
            }
            assertThat(budget.heldBytes()).isEqualTo(4 << 20);
        }
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aNewcomerGetsItsGuaranteeBeforeOthersGetMore() throws Exception {
        MemoryBudget budget = new MemoryBudget(4 << 20, 2);
        int all = (4 << 20) / budget.chunkBytes();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Share first = budget.join();
                Share second = budget.join()) {
            Deque<Chunk> held = new ArrayDeque<>();
            for (int chunk = 0; chunk < all / 2; chunk++) {
                held.add(first.take());
            }
            Future<Chunk> greedy = thread.submit(first::take);
            for (int chunk = 0; chunk < all / 2; chunk++) {
                second.take();
            }
            assertThat(greedy).isNotDone();
            held.remove().release();
            assertThat(greedy.get()).isNotNull();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void eightTransfersNeverLockEachOtherOut() throws Exception {
        MemoryBudget budget = new MemoryBudget(8 << 20, 8);
        int perPart = (int) (budget.guaranteedBytes() / 2 / budget.chunkBytes());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CyclicBarrier together = new CyclicBarrier(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int transfer = 0; transfer < 8; transfer++) {
                Random random = new Random(transfer);
                running.add(threads.submit(() -> {
                    together.await();
                    fillParts(budget, perPart, random);
                    return null;
                }));
            }
            for (Future<?> transfer : running) {
                transfer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(budget.heldBytes()).isZero();
        assertThat(budget.mostHeldBytes()).isLessThanOrEqualTo(8 << 20);
    }

    /** As a transfer does: a part is filled chunk by chunk, put aside, and comes back by another thread. */
    private static void fillParts(MemoryBudget budget, int perPart, Random random) throws Exception {
        ExecutorService putter = Executors.newSingleThreadExecutor();
        try (Share share = budget.join()) {
            for (int part = 0; part < 300; part++) {
                List<Chunk> chunks = new ArrayList<>();
                for (int chunk = 0; chunk < 1 + random.nextInt(perPart); chunk++) {
                    chunks.add(share.take());
                }
                putter.submit(() -> chunks.forEach(Chunk::release));
            }
            await().until(() -> putter.submit(() -> true).get());
        } finally {
            putter.shutdown();
        }
    }

    @Test
    void whatATransferWillNotUseOfItsGuaranteeIsForTheOthers() throws Exception {
        MemoryBudget budget = new MemoryBudget(4 << 20, 2);
        try (Share modest = budget.join();
                Share greedy = budget.join()) {
            modest.limit(512 << 10);
            long got = 0;
            while (greedy.tryTake(1).isPresent()) {
                got += budget.chunkBytes();
            }
            assertThat(got).isEqualTo((4 << 20) - (512 << 10));
            for (long taken = 0; taken < 512 << 10; taken += budget.chunkBytes()) {
                modest.take();
            }
            assertThat(modest.tryTake(1)).isEmpty();
        }
    }

    @Test
    void cancellingWakesWhoeverWaits() throws Exception {
        MemoryBudget budget = new MemoryBudget(256 * 1024, 1);
        try (Share share = budget.join()) {
            for (int chunk = 0; chunk < 256 * 1024 / budget.chunkBytes(); chunk++) {
                share.take();
            }
            Thread canceller = new Thread(share::cancel);
            canceller.start();
            assertThatThrownBy(share::take).isInstanceOf(CancellationException.class);
            canceller.join();
        }
    }
}
