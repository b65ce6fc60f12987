package io.reflux.delivery;

import io.reflux.chance.Chance;
import io.reflux.network.Network;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.weights.NamedTensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Models that no run has trained. */
final class Deliverables {
  private Deliverables() {}

  /** A network with drawn weights, and how images are cut for it. */
  static Deliverable of(String network, int side) {
    return of(network, "{ type = resize, square = true, side = " + side + " }");
  }

  /** The same with steps of the view. */
  static Deliverable of(String network, String steps) {
    ModelDescription description = description(network, steps);
    NamedTensors weights =
        new NamedTensors(description.network().build().initialWeights(Chance.of(3)));
    Provenance provenance =
        new Provenance("test", "model", List.of(), List.of(), Provenance.Results.NONE, "");
    return new Deliverable(description, weights, provenance);
  }

  /** A network without weights. */
  static Network network(String network) {
    return description(network, "{ type = center-crop, side = 224 }").network().build();
  }

  private static ModelDescription description(String network, String steps) {
    Problems problems = new Problems();
    Section root =
        HoconFile.parse(
                "network { " + network + " }\nview { steps = [ " + steps + " ] }",
                "test",
                Path.of(""),
                problems)
            .orElseThrow();
    ModelDescription description =
        ModelDescription.of(root.section("network"), root.section("view"));
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return description;
  }

  /** Made-up images, uint8 (rows, side, side, 3). */
  static ByteBuffer pixels(int rows, int side) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(rows * side * side * 3);
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, (byte) ((7 * i + i / 50) % 256));
    }
    return pixels;
  }
}
