package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.engine.Autograd;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network's runs over views of several sides, one for each side, joined: the rows of the outputs
 * are view after view, as if all had been computed at once.
 *
 * <p>Batch norm takes its statistics from the views of each side apart, and the running ones move
 * once for each. (Caron et al.: SwAV, NeurIPS 2020; DINO, ICCV 2021: multi-crop.)
 */
final class JoinedPass implements Pass {
  private final List<OneSide> sides;
  private final Map<String, NDArray> copies = new LinkedHashMap<>();

  /**
   * The run over the views of one side.
   *
   * @param views their numbers, in the order of its rows
   * @param pass the run
   */
  record OneSide(List<Integer> views, Pass pass) {}

  private JoinedPass(List<OneSide> sides, List<Integer> wanted) {
    this.sides = sides;
    List<Integer> views = sides.stream().flatMap(side -> side.views().stream()).toList();
    for (String name : sides.get(0).pass().copies().keySet()) {
      NDList rows = new NDList();
      sides.forEach(side -> rows.add(Objects.requireNonNull(side.pass().copies().get(name))));
      checkJoinable(name, rows);
      // In the graph of the copies: what the loss hands back is divided among them.
      copies.put(
          name, Autograd.recording(() -> ViewRows.pick(NDArrays.concat(rows, 0), views, wanted)));
    }
  }

  /**
   * One run as it is, if its views are the wanted ones; several joined, their rows in the order of
   * the wanted views. A view that is wanted again has its rows again.
   */
  static Pass of(List<OneSide> sides, List<Integer> wanted) {
    return sides.size() == 1 && sides.get(0).views().equals(wanted)
        ? sides.get(0).pass()
        : new JoinedPass(sides, wanted);
  }

  @Override
  public Map<String, NDArray> copies() {
    return copies;
  }

  @Override
  public void handBack() {
    sides.forEach(side -> side.pass().handBack());
  }

  private static void checkJoinable(String name, NDList rows) {
    List<String> shapes = new ArrayList<>();
    for (NDArray each : rows) {
      long[] shape = each.getShape().getShape();
      shapes.add(Arrays.toString(Arrays.copyOfRange(shape, 1, shape.length)));
    }
    if (shapes.stream().distinct().count() > 1) {
      throw new InputException(
          "output "
              + name
              + ": rows of the shapes "
              + String.join(", ", shapes)
              + " (expected: one shape for the views of all sides)");
    }
  }
}
