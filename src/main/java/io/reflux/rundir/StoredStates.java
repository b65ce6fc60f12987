package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.StoredStudent;
import io.reflux.engine.HostTensor;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import io.reflux.wire.Scalars;
import java.util.LinkedHashMap;
import java.util.Map;

/** Students as checkpoints keep them. */
public final class StoredStates {
  private static final String STORAGE = "sampler-storage";

  private StoredStates() {}

  /** What the sampler draws by, out of a checkpoint; empty if there is nothing. */
  public static Map<String, HostTensor> storage(Checkpoint checkpoint) {
    return checkpoint.students().values().stream()
        .map(state -> group(state, STORAGE))
        .filter(tensors -> !tensors.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  /** A student's state out of a checkpoint. */
  public static StudentState restored(StoredStudent state) {
    return new StudentState(
        group(state, "network"),
        group(state, "optimizer"),
        group(state, "trainables"),
        group(state, "memories"),
        group(state, "follower"));
  }

  private static Map<String, HostTensor> group(StoredStudent state, String name) {
    return state.groups().getOrDefault(name, NamedTensors.NONE).tensors();
  }

  static StoredStudent stored(StudentState state, Map<String, HostTensor> storage) {
    Map<String, NamedTensors> groups = new LinkedHashMap<>();
    groups.put(StoredStudent.NETWORK, new NamedTensors(state.network()));
    groups.put("optimizer", new NamedTensors(state.optimizer()));
    groups.put("trainables", new NamedTensors(state.trainables()));
    groups.put("memories", new NamedTensors(state.memories()));
    if (!state.momentumNetwork().isEmpty()) {
      groups.put("follower", new NamedTensors(state.momentumNetwork()));
    }
    if (!storage.isEmpty()) {
      groups.put(STORAGE, new NamedTensors(storage));
    }
    return new StoredStudent(groups, Scalars.NONE);
  }
}
