package com.example;

import java.nio.file.Path;

/**
 * A file of a copy.
 *
 * @param path where it is
 * @param name what it is called at the destination, with the copy's folder in front
 */
public record StoredFile(Path path, String name) {}
