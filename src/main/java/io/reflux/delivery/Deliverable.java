package io.reflux.delivery;

import io.reflux.network.Network;
import io.reflux.weights.NamedTensors;

/**
 * A trained model that may leave.
 *
 * @param description what it is
 * @param weights a tensor for each of the network's keys
 * @param provenance where it comes from
 */
public record Deliverable(
    ModelDescription description, NamedTensors weights, Provenance provenance) {

  Network network() {
    return description.network().build();
  }

  int side() {
    return description.view().side();
  }
}
