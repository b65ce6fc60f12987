package io.reflux.task;

import io.reflux.engine.HostTensor;
import io.reflux.evaluate.PartWeights;
import io.reflux.method.Weightings;
import io.reflux.network.EmbeddingHead;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.objective.LossInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A network whose embedding has parts that are weighted before they are evaluated. Its embedding is
 * that by the chosen weights; beside it are those by the further ones.
 *
 * @param model the network
 * @param weights by the names of outputs
 */
record WeightedParts(FrozenModel model, Map<String, PartWeights> weights) implements FrozenModel {
  /** Before the names of further weightings in the names of outputs. */
  static final String FURTHER = LossInput.EMBEDDING + Weightings.OF;

  /** The network itself, if nothing is weighted. */
  static FrozenModel of(FrozenModel model, EmbeddingHead head, Weightings weightings) {
    if (weightings.none()) {
      return model;
    }
    Map<String, PartWeights> weights = new LinkedHashMap<>();
    weightings
        .further()
        .forEach((name, further) -> weights.put(FURTHER + name, weights(head, further)));
    if (!weightings.chosen().isEmpty()) {
      weights.put(LossInput.EMBEDDING, weights(head, weightings.chosen()));
    }
    return new WeightedParts(model, weights);
  }

  @Override
  public Map<String, HostTensor> infer(Images images) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(model.infer(images));
    HostTensor plain = Objects.requireNonNull(outputs.get(LossInput.EMBEDDING));
    float[] rows = plain.floats();
    int width = (int) plain.shape()[1];
    weights.forEach(
        (name, own) -> outputs.put(name, HostTensor.of(own.of(rows, width), plain.shape())));
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

  private static PartWeights weights(EmbeddingHead head, Map<String, Double> weights) {
    return PartWeights.of(head.parts(), weights, head.unitLength());
  }
}
