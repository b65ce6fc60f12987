package io.reflux.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A process that goes on from the latest checkpoint, writing one after another until killed. */
final class EndlessWriter {
  private EndlessWriter() {}

  public static void main(String[] arguments) throws IOException {
    CheckpointStore store = new CheckpointStore(Path.of(arguments[0]), 1);
    long step = store.latest().map(Checkpoint::step).orElse(0L);
    while (true) {
      step++;
      store.write(Samples.at(step));
      System.out.println(step);
    }
  }
}
