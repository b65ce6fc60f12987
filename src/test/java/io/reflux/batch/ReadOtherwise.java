package io.reflux.batch;

import io.reflux.dataset.Dataset;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;

/** A dataset whose images are read in another way. */
record ReadOtherwise(Dataset whole, Reading reading) implements Dataset {

  /** Reads an image. */
  interface Reading {
    byte[] read(int id) throws IOException, InterruptedException;
  }

  /** Something happens before each reading. */
  interface Before {
    void reading() throws InterruptedException;
  }

  static ReadOtherwise after(Before before, Dataset whole) {
    return new ReadOtherwise(
        whole,
        id -> {
          before.reading();
          return whole.read(id);
        });
  }

  /** Some images are empty files. */
  static ReadOtherwise without(Set<Integer> ids, Dataset whole) {
    return new ReadOtherwise(whole, id -> ids.contains(id) ? new byte[0] : whole.read(id));
  }

  @Override
  public int size() {
    return whole.size();
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public int label(int id) {
    return whole.label(id);
  }

  @Override
  public String className(int label) {
    return whole.className(label);
  }

  @Override
  public String name(int id) {
    return whole.name(id);
  }

  @Override
  public byte[] read(int id) throws IOException {
    try {
      return reading.read(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
