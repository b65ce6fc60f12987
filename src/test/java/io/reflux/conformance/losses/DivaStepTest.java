package io.reflux.conformance.losses;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.GoldenTensor;
import io.reflux.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step with plain momentum contrast, whose values are computed again by plain loops. */
class DivaStepTest {
  private static final Path CASE = Path.of("src/golden/objectives/losses/diva-step-1.json");

  private ObjectNode json;

  @BeforeEach
  void aStepWithPlainMomentumContrast() throws IOException {
    json = (ObjectNode) new ObjectMapper().readTree(CASE.toFile());
    ((ObjectNode) json.path("params").path("ssl")).put("method", "moco");
    ((ObjectNode) json.path("expected").path("gradients")).remove("features.selfsimilarity");
  }

  @Test
  void isHeldToPlainMomentumContrast() {
    ObjectNode expected = (ObjectNode) json.path("expected");
    ObjectNode components = (ObjectNode) expected.path("components");
    double before = number(components, "selfsimilarity");
    double plain = contrast(new GoldenCase(json));
    components.put("selfsimilarity", plain);
    double weight = json.path("params").path("alpha_ssl").asDouble();
    expected.put("loss", number(expected, "loss") + weight * (plain - before));
    assertThat(differences()).isEmpty();
  }

  @Test
  void isNotTakenForTheWeighedOne() {
    assertThat(differences())
        .anySatisfy(one -> assertThat(one).startsWith("components.selfsimilarity[0]: "));
  }

  private List<String> differences() {
    return new DivaStepCheck(new GoldenCase(json), Device.CPU, DataType.FLOAT64).differences();
  }

  private static double number(ObjectNode from, String field) {
    return GoldenTensor.of(from.path(field)).data()[0];
  }

  /** Cross entropy of the own key against the whole queue. */
  private static double contrast(GoldenCase golden) {
    GoldenTensor queries = golden.input("features.selfsimilarity");
    GoldenTensor keys = golden.input("key_features");
    GoldenTensor queue = golden.input("memory_queue");
    double temperature = golden.params().path("ssl").path("temperature").asDouble();
    int rows = (int) queries.shape()[0];
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      double own = product(queries, i, keys, i) / temperature;
      double sum = 1;
      for (int j = 0; j < queue.shape()[0]; j++) {
        sum += Math.exp(product(queries, i, queue, j) / temperature - own);
      }
      loss += Math.log(sum) / rows;
    }
    return loss;
  }

  private static double product(GoldenTensor one, int i, GoldenTensor other, int j) {
    int size = (int) one.shape()[1];
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += one.data()[i * size + k] * other.data()[j * size + k];
    }
    return sum;
  }
}
