package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import io.reflux.network.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A teacher that is shown images of several sides. */
class TeacherShapesTest {
  private static final List<String> OUTPUTS = List.of("embedding", "map");

  @Test
  void vectorsAreTheSameForEverySide() {
    assertThat(TeacherShapes.of(new Sided(0), List.of("embedding"), List.of(16, 8), Device.CPU))
        .containsOnlyKeys("embedding");
  }

  @Test
  void mapsAreNot() {
    assertThat(TeacherShapes.of(new Sided(0), OUTPUTS, List.of(16), Device.CPU)).containsKey("map");
    assertThatThrownBy(() -> TeacherShapes.of(new Sided(0), OUTPUTS, List.of(16, 8), Device.CPU))
        .hasMessage(
            "teacher: output map has rows of the shapes [16, 16] and [8, 8] (expected: one shape"
                + " for the views of all sides); it is shown images of sides [16, 8]");
  }

  @Test
  void aModelOfOneSideIsToldApart() {
    assertThatThrownBy(() -> TeacherShapes.of(new Sided(16), OUTPUTS, List.of(16, 8), Device.CPU))
        .hasMessage(
            "teacher: it can't take images of side 8 (expected: images of any side; a program of"
                + " one side may have input.side set): mat1 and mat2 shapes cannot be multiplied");
  }

  /** Takes one side only, unless it is 0. */
  private record Sided(int only) implements FrozenSource {
    @Override
    public Map<String, long[]> rows(List<String> outputs, int side, Device device) {
      if (only != 0 && side != only) {
        throw new IllegalStateException("mat1 and mat2 shapes cannot be multiplied");
      }
      return outputs.size() == 1
          ? Map.of("embedding", new long[] {8})
          : Map.of("embedding", new long[] {8}, "map", new long[] {side, side});
    }

    @Override
    public Written write(String name, Wanted wanted) {
      throw new UnsupportedOperationException("asked for shapes only");
    }

    @Override
    public Precision precision() {
      return Precision.FLOAT32;
    }
  }
}
