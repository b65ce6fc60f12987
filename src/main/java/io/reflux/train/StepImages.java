package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Staging;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The images of a step on the student's device, brought there when they are first asked for. */
final class StepImages {
  private final List<ViewImages> images;
  private final @Nullable NDArray[] there;
  private final TensorScope call;
  private final Staging staging;

  /**
   * Images in memory that the caller keeps until the step is done.
   *
   * @param staging of the student's device
   */
  StepImages(List<ViewImages> images, TensorScope call, Staging staging) {
    this.images = images;
    this.call = call;
    this.staging = staging;
    there = new NDArray[images.size()];
  }

  /**
   * Views of one side, ready for a network.
   *
   * @param views their numbers
   * @param rows their images, view after view
   */
  record OfOneSide(List<Integer> views, NDArray rows) {}

  /**
   * The wanted views, each side's apart; sides in the order of the batch.
   *
   * @throws IllegalArgumentException if one isn't there
   */
  List<OfOneSide> of(List<Integer> wanted) {
    List<Integer> known = images.stream().flatMap(each -> each.views().stream()).toList();
    if (!known.containsAll(wanted)) {
      throw new IllegalArgumentException("views: " + wanted + " (expected: among " + known + ")");
    }
    List<OfOneSide> sides = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      List<Integer> all = images.get(i).views();
      List<Integer> own = wanted.stream().filter(all::contains).toList();
      if (!own.isEmpty()) {
        sides.add(new OfOneSide(own, ViewRows.pick(array(i), all, own)));
      }
    }
    return sides;
  }

  /** The images of one view. */
  NDArray of(int view) {
    return of(List.of(view)).get(0).rows();
  }

  private NDArray array(int i) {
    if (there[i] == null) {
      HostTensor host = images.get(i).images();
      DataType type = host.type() == ElementType.UINT8 ? DataType.UINT8 : DataType.FLOAT32;
      there[i] = staging.shown(host.data(), new Shape(host.shape()), type, call.manager());
    }
    return Objects.requireNonNull(there[i]);
  }
}
