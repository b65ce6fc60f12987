package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.setting.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A frozen network that is described in a pipeline file, with weights from somewhere. */
final class DescribedSource implements FrozenSource {
  private final NetworkSettings settings;
  private final Network network;
  private final Function<Network, Map<String, HostTensor>> weights;
  private final Models models;

  /**
   * A network and its weights.
   *
   * @param weights reads a tensor for each of the network's keys
   * @param models where programs are written
   */
  DescribedSource(
      NetworkSettings settings, Function<Network, Map<String, HostTensor>> weights, Models models) {
    this.settings = settings;
    this.weights = weights;
    this.models = models;
    network = settings.build();
  }

  @Override
  public Map<String, long[]> rows(List<String> outputs, int side, Device device) {
    Map<String, long[]> shapes = network.outputShapes(side);
    Map<String, long[]> rows = new LinkedHashMap<>();
    for (String name : outputs) {
      long[] shape = shapes.get(name);
      if (shape == null) {
        throw new InputException(
            "teacher: no output " + name + " (expected: one of " + shapes.keySet() + ")");
      }
      rows.put(name, HostTensor.rowOf(shape));
    }
    return rows;
  }

  @Override
  public Written write(String name, Wanted wanted) {
    String[] outputs = wanted.outputs().toArray(String[]::new);
    Lowering lowering =
        wanted.folded()
            ? Lowering.lane(wanted.devices(), wanted.precision(), outputs)
            : Lowering.training(wanted.precision(), outputs);
    Path program = models.write(name, network.settled(), lowering, weights.apply(network));
    return Written.of(
        List.of(program),
        FrozenNetwork.Code.lowered(program, lowering.outputs()),
        inference -> Models.load(program, lowering, inference));
  }

  @Override
  public Precision precision() {
    return settings.precision();
  }
}
