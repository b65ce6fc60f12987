package io.reflux.status;

import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageState;
import io.reflux.stage.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a run is well, in words: its state, and the stages that hang if there are any. */
record Health(boolean isWell, Map<String, Object> words) {

  static Health of(RunStatus status) {
    List<StageStatus> hanging = status.hanging();
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("state", hanging.isEmpty() ? status.state() : StageState.HANGING);
    if (!hanging.isEmpty()) {
      words.put("stages", hanging);
    }
    return new Health(hanging.isEmpty() && status.state() != RunState.FAILED, words);
  }
}
