package io.atlasoffsite.planted.ops;

final class Prints {
    void print() {
        System.out.println("printed");
    }
}
