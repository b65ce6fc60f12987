package io.reflux.train;

import io.reflux.engine.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a student is at one step, in host memory: enough to go on with the same numbers.
 *
 * @param network weights and buffers by {@code state_dict} key
 * @param optimizer the optimizer's state by name
 * @param trainables the method's trained parameters by name
 * @param memories the method's memories by name
 * @param momentumNetwork weights and buffers of the network that follows the student; empty without
 *     one
 */
public record StudentState(
    Map<String, HostTensor> network,
    Map<String, HostTensor> optimizer,
    Map<String, HostTensor> trainables,
    Map<String, HostTensor> memories,
    Map<String, HostTensor> momentumNetwork) {
  /** What the metrics of the averaged network are called, before their own names. */
  public static final String AVERAGE = Optimizer.AVERAGE;

  /**
   * The network whose weights are the optimizer's means over steps, with the buffers of the
   * student; empty if the optimizer keeps none.
   */
  public Optional<Map<String, HostTensor>> averaged() {
    Map<String, HostTensor> all = new LinkedHashMap<>(network);
    boolean[] any = {false};
    all.replaceAll(
        (key, own) -> {
          HostTensor mean = optimizer.get(key + "." + AVERAGE);
          any[0] |= mean != null;
          return mean == null ? own : mean;
        });
    return any[0] ? Optional.of(all) : Optional.empty();
  }

  /** The network that a metric is about, by its name: the averaged one, or the student's own. */
  public Map<String, HostTensor> network(String metric) {
    return metric.startsWith(AVERAGE + "/") ? averaged().orElse(network) : network;
  }
}
