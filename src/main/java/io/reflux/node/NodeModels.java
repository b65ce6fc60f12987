package io.reflux.node;

import io.reflux.engine.Device;
import io.reflux.engine.NativeThreads;
import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToAgent;
import java.nio.file.Path;
import java.util.List;

/** Loads a teacher for one of a node's lanes, on the lane's thread. Benches simulate some. */
interface NodeModels {

  /** The teacher of an order, whose files are in the store. */
  FrozenModel load(ToAgent.OpenLane order, ProgramStore store);

  /** Programs, on some devices. */
  static NodeModels on(List<Device> devices) {
    return (order, store) -> {
      LaneProgram program = order.program();
      Path place = store.place(program);
      NativeThreads.prepare(program.threads(), false);
      return new FrozenNetwork(
          new FrozenNetwork.Code(
              place.resolve(program.archive()),
              program.answers().stream()
                  .map(each -> new FrozenNetwork.Answer(each.name(), each.place()))
                  .toList(),
              program.input().isEmpty() ? null : place.resolve(program.input())),
          new FrozenNetwork.Place(devices.get(order.device()), program.rowsAtOnce()));
    };
  }
}
