package io.reflux.node;

import io.reflux.network.Images;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.ImageSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The parts of a run's images that a node makes for one of its lanes. For one actor. */
final class ShownParts {
  private final NodeData data;
  private final Map<String, NodeData.Opened> opened = new HashMap<>();
  private String place = "node.data";

  /** None yet. */
  ShownParts(NodeData data) {
    this.data = data;
  }

  /**
   * One more.
   *
   * @throws io.reflux.setting.InputException if they are not here, or others are
   */
  void open(ImageSource source) {
    place = NodeData.place(source);
    opened.put(source.part(), data.open(source));
  }

  /** How their dataset is called where it is told of. */
  String place() {
    return place;
  }

  /** Some images; fails as {@link NodeData.Opened#load}. Empty if their part isn't here. */
  Optional<CompletionStage<Images>> load(ImagePlan plan) {
    return Optional.ofNullable(opened.get(plan.part())).map(part -> loading(part, plan));
  }

  private static CompletionStage<Images> loading(NodeData.Opened part, ImagePlan plan) {
    try {
      return part.load(plan);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
