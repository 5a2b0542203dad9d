package io.atlasoffsite.planted.cli;

final class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
