package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Roughly how much memory a network takes on a device in a step: what it keeps of the images for
 * the way back, as much again for their gradients and what operations take for a moment, and its
 * weights. An estimate: what the method remembers is not in it.
 *
 * @param network whose it is, in words
 * @param rows images at once
 * @param bytesOfARow what is taken for each
 * @param weights how many
 * @param bytesOfAWeight 16 where it learns: the weight, its gradient, the two moments of Adam
 */
public record MemoryNeed(
    String network, Device device, long rows, long bytesOfARow, long weights, int bytesOfAWeight) {
  private static final int LEARNING = 4 * Float.BYTES;

  /** What is kept, and as much again: measured of a ResNet-18 with 32, 96 and 128 images a step. */
  private static final int THERE_AND_BACK = 2;

  private static final double MEBIBYTE = 1 << 20;

  /** All together. */
  public long bytes() {
    return rows * bytesOfARow + weights * bytesOfAWeight;
  }

  /** The arithmetic, for people. */
  public String inWords() {
    return String.format(
        "%s on %s: %,.0f MiB = %,d images × %,.1f MiB + %,d weights × %d bytes",
        network, device, bytes() / MEBIBYTE, rows, bytesOfARow / MEBIBYTE, weights, bytesOfAWeight);
  }

  /** Those of a training's students; of its teachers nothing is kept from layer to layer. */
  public static List<MemoryNeed> of(Learn learn) {
    List<MemoryNeed> needs = new ArrayList<>();
    for (StudentSpec student : learn.students().values()) {
      for (Device device : student.place().devices()) {
        needs.add(of(learn, student, device));
      }
    }
    return needs;
  }

  /** Sentences about devices that have less memory than the students on them take. */
  static List<String> doubts(List<MemoryNeed> needs, Function<Device, OptionalLong> memory) {
    Map<Device, List<MemoryNeed>> each =
        needs.stream()
            .collect(
                Collectors.groupingBy(MemoryNeed::device, LinkedHashMap::new, Collectors.toList()));
    List<String> doubts = new ArrayList<>();
    each.forEach(
        (device, own) -> {
          long bytes = own.stream().mapToLong(MemoryNeed::bytes).sum();
          long there = memory.apply(device).orElse(Long.MAX_VALUE);
          if (bytes > there) {
            doubts.add(
                String.format(
                    "a step takes about %,d MiB on %s, which has %,d (%s); a smaller batch-size or"
                        + " side takes less, and micro-batch holds a part of a batch at a time",
                    bytes >> 20,
                    device,
                    there >> 20,
                    own.stream().map(MemoryNeed::inWords).collect(Collectors.joining("; "))));
          }
        });
    return doubts;
  }

  /** Of several sides the graphs are kept together, unless the rows go through in pieces. */
  private static MemoryNeed of(Learn learn, StudentSpec student, Device device) {
    Network network = student.network().build();
    long most = 0;
    long all = 0;
    long rows = 0;
    boolean pieces = student.place().microBatch() > 0;
    int examples = learn.sampler().room().examples();
    for (StudentRows group : StudentRows.of(learn, student)) {
      long kept = network.keptOfARow(group.side(), StudentRows.outputs(student));
      long images = (long) examples * group.ofAnExample();
      long piece = Math.min(images, student.place().piece(images));
      rows = pieces ? Math.max(rows, piece) : rows + piece;
      all += piece * kept;
      most = Math.max(most, piece * kept);
    }
    long numbers = pieces ? most : all;
    return new MemoryNeed(
        student.name(),
        device,
        rows,
        THERE_AND_BACK * numbers / Math.max(1, rows) * bytes(student.network()),
        network.weights(),
        LEARNING);
  }

  private static int bytes(NetworkSettings network) {
    return network.precision() == Precision.BFLOAT16 ? Float.BYTES / 2 : Float.BYTES;
  }
}
