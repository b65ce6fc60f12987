package io.reflux.run;

import io.reflux.engine.HostTensor;
import io.reflux.network.EmbeddingHead;
import io.reflux.objective.LossInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network whose embedding has parts, each multiplied by a weight before it is evaluated; rows are
 * then divided by their lengths if the network does that with its parts (DiVA's combined
 * embeddings).
 *
 * @param model the network
 * @param head how its embedding is made
 * @param weights by the names of parts; a part without one counts 0
 */
record WeightedParts(Lane.Model model, EmbeddingHead head, Map<String, Double> weights)
    implements Lane.Model {

  /** The network itself, if no weights are given. */
  static Lane.Model of(Lane.Model model, EmbeddingHead head, Map<String, Double> weights) {
    return weights.isEmpty() ? model : new WeightedParts(model, head, weights);
  }

  @Override
  public Map<String, HostTensor> infer(Lane.Images images) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(model.infer(images));
    outputs.computeIfPresent(LossInput.EMBEDDING, (name, rows) -> weighted(rows));
    return outputs;
  }

  @Override
  public int liveTensors() {
    return model.liveTensors();
  }

  @Override
  public void close() {
    model.close();
  }

  private HostTensor weighted(HostTensor rows) {
    List<String> parts = head.parts();
    float[] values = rows.floats();
    int width = (int) rows.shape()[1];
    int each = width / parts.size();
    for (int from = 0; from < values.length; from += width) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double value = values[from + i] * weights.getOrDefault(parts.get(i / each), 0.0);
        values[from + i] = (float) value;
        squares += value * value;
      }
      for (int i = 0; head.unitLength() && squares > 0 && i < width; i++) {
        values[from + i] = (float) (values[from + i] / Math.sqrt(squares));
      }
    }
    return HostTensor.of(values, rows.shape());
  }
}
