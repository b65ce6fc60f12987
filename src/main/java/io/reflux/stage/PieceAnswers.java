package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answers about some rows, which come in pieces and in any order. For one thread. */
final class PieceAnswers {
  private final int rows;
  private final Map<String, RowGather> gathered = new LinkedHashMap<>();
  private Map<String, HostTensor> whole = Map.of();
  private int answered;

  /** Of so many rows nothing is answered yet. */
  PieceAnswers(int rows) {
    this.rows = rows;
  }

  /**
   * Puts some rows of an answer into their places.
   *
   * @param answer a tensor for each output
   * @param first the first of the answer's rows
   * @param places the place of that row and of each further one
   * @throws InputException if rows of an output have not the same shape as in other pieces
   */
  void put(Map<String, HostTensor> answer, int first, int[] places) {
    answered += places.length;
    if (isAll(answer, places)) {
      whole = answer;
      return;
    }
    if (gathered.isEmpty()) {
      answer.forEach((name, tensor) -> gathered.put(name, new RowGather(tensor, rows)));
    }
    for (Map.Entry<String, RowGather> each : gathered.entrySet()) {
      HostTensor tensor = ShownImages.tensor(answer, each.getKey());
      checkRow(each.getKey(), each.getValue().row(), HostTensor.rowOf(tensor.shape()));
      for (int i = 0; i < places.length; i++) {
        each.getValue().put(places[i], tensor, first + i);
      }
    }
  }

  /** True if all has been answered. */
  boolean areAll() {
    return answered == rows;
  }

  /** The answers about all rows, in their order. */
  Map<String, HostTensor> tensors() {
    if (!whole.isEmpty()) {
      return whole;
    }
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    gathered.forEach((name, all) -> tensors.put(name, all.tensor()));
    return tensors;
  }

  /** True if an answer is about all rows and no others, in their order. */
  private boolean isAll(Map<String, HostTensor> answer, int[] places) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] != i) {
        return false;
      }
    }
    return places.length == rows
        && answer.values().stream().allMatch(tensor -> tensor.shape()[0] == rows);
  }

  private static void checkRow(String output, long[] expected, long[] row) {
    if (!Arrays.equals(expected, row)) {
      throw new InputException(ShownImages.differing(output, expected, row));
    }
  }
}
