package io.reflux.node;

import io.reflux.engine.Device;
import io.reflux.engine.NativeThreads;
import io.reflux.network.FrozenModel;
import io.reflux.network.FrozenNetwork;
import io.reflux.wire.LaneProgram;
import java.nio.file.Path;
import java.util.List;

/** Loads a teacher for one of a node's lanes, on the lane's thread. Benches simulate some. */
public interface NodeModels {

  /**
   * A teacher.
   *
   * @param lane the number of the node's lane
   * @param program what it is
   * @param folder where the program's files lie
   */
  FrozenModel load(int lane, LaneProgram program, Path folder);

  /** Programs, on some devices. */
  static NodeModels on(List<Device> devices) {
    return (lane, program, folder) -> {
      NativeThreads.prepare(program.threads(), false);
      return new FrozenNetwork(
          new FrozenNetwork.Code(
              folder.resolve(program.archive()),
              program.answers().stream()
                  .map(each -> new FrozenNetwork.Answer(each.name(), each.place()))
                  .toList(),
              program.input().isEmpty() ? null : folder.resolve(program.input())),
          new FrozenNetwork.Place(devices.get(lane), program.rowsAtOnce()));
    };
  }
}
