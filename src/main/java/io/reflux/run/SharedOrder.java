package io.reflux.run;

import io.reflux.stage.Failures;
import io.reflux.stage.Steered;
import io.reflux.stage.SteeringOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An order that goes to several tasks: each gets one of its own, and the answer comes when all have
 * answered. It is refused if all refuse it.
 */
final class SharedOrder {
  private final SteeringOrder order;
  private final Map<String, SteeringOrder> parts = new LinkedHashMap<>();
  private final List<String> sentences = new ArrayList<>();
  private @Nullable Steered first;

  private SharedOrder(SteeringOrder order, List<String> tasks) {
    this.order = order;
    tasks.forEach(task -> parts.put(task, new SteeringOrder(order.steering(), task)));
  }

  /** The orders of some tasks, by their names, which together answer one. */
  static Map<String, SteeringOrder> among(List<String> tasks, SteeringOrder order) {
    SharedOrder shared = new SharedOrder(order, tasks);
    CompletableFuture<?>[] heard =
        shared.parts.entrySet().stream()
            .map(
                part ->
                    part.getValue()
                        .answer()
                        .handle((steered, error) -> shared.heard(part.getKey(), steered, error))
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    var unused = CompletableFuture.allOf(heard).thenRun(shared::answer);
    return shared.parts;
  }

  private synchronized boolean heard(
      String task, @Nullable Steered steered, @Nullable Throwable error) {
    if (steered == null) {
      sentences.add(task + ": refused, " + Failures.sentence(Failures.cause(error)));
      return false;
    }
    first = first == null ? steered : first;
    sentences.add(task + ": " + steered.sentence());
    return true;
  }

  private synchronized void answer() {
    String all = String.join("; ", sentences);
    if (first == null) {
      order.refuse(all);
    } else {
      order.done(first.step(), all);
    }
  }
}
