package io.reflux.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ToleranceTest {
  private final List<String> differences = new ArrayList<>();
  private final Tolerance close = new Tolerance(0, 0.1);

  @Test
  void aBeginningIsComparedAsFarAsItIsKept() {
    close.compareFirst("x", new double[] {1, 2, 3, 4, 5}, 4, new double[] {1, 2, 3, 4}, found());
    assertThat(differences).isEmpty();
    close.compareFirst("x", new double[] {1, 2, 9, 4, 5}, 4, new double[] {1, 2, 3, 4}, found());
    assertThat(differences).singleElement().asString().startsWith("x[2]: 9.0 (expected: 3.0");
  }

  @Test
  void aSmallTensorIsNotFilledUp() {
    close.compareFirst("x", new double[] {1, 2}, 4, new double[] {1, 2}, found());
    assertThat(differences).isEmpty();
    close.compareFirst("x", new double[] {1, 2}, 4, new double[] {1, 2, 0, 0}, found());
    close.compareFirst("x", new double[] {1, 2, 0, 0}, 4, new double[] {1, 2}, found());
    assertThat(differences)
        .containsExactly("x: 2 values (expected: 4)", "x: 4 values (expected: 2)");
  }

  @Test
  void notANumberIsNeverClose() {
    close.compare("x", Double.NaN, 1, found());
    close.compare("x", 1, Double.NaN, found());
    assertThat(differences).hasSize(2);
  }

  @Test
  void shapesAreEqualOrDiffer() {
    long[] shape = {2, 3};
    assertThat(SameShape.check("x", shape, sizes(2, 3), found())).isTrue();
    assertThat(differences).isEmpty();
    assertThat(SameShape.check("x", shape, sizes(3, 2), found())).isFalse();
    assertThat(SameShape.check("x", shape, sizes(2, 3, 1), found())).isFalse();
    assertThat(SameShape.check("x", shape, sizes(), found())).isFalse();
    assertThat(differences).startsWith("x: shape [2, 3] (expected: [3,2])").hasSize(3);
  }

  private List<String> found() {
    return differences;
  }

  private static ArrayNode sizes(long... sizes) {
    ArrayNode shape = JsonNodeFactory.instance.arrayNode();
    LongStream.of(sizes).forEach(shape::add);
    return shape;
  }
}
