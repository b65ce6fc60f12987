package io.reflux.pipeline;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.method.Method;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Needs;
import io.reflux.sampler.BatchRoom;
import io.reflux.setting.Amount;
import io.reflux.setting.Section;
import io.reflux.teacher.CacheMode;
import java.util.Map;
import java.util.function.BiConsumer;

/** Whether the sampler, the views and the data can ever give a method what it learns from. */
final class LearningCheck {
  private LearningCheck() {}

  /** Notes batches that are too small, of too few classes or of too few images of a class. */
  static void check(TaskDraft draft, Learn learn) {
    BatchRoom room = learn.sampler().room();
    each(
        learn,
        (term, needs) -> {
          if (needs.views() > 0) {
            draft.body().section("views").refuse("count", needs.views() + ", for " + term);
          } else {
            check(draft.body(), room, needs.batch(), term);
          }
        });
    if (learn.views().mixup()) {
      checkMixed(draft.body().section("views"), learn);
    }
  }

  /** Notes what a mixed image can't be asked for. */
  private static void checkMixed(Section views, Learn learn) {
    for (StudentSpec student : learn.students().values()) {
      Method method = student.method().value();
      boolean byClasses = method.needs(1).values().stream().anyMatch(Needs::labels);
      if (byClasses || method.teacherOutputs().isEmpty()) {
        String what =
            byClasses
                ? " goes by classes, of which a mixed image has none"
                : " asks no teacher what a mixed image is";
        views.refuse("mixup", "false: " + student.name() + what);
      }
    }
    if (learn.teachers().values().stream().anyMatch(t -> t.cache().mode() != CacheMode.OFF)) {
      views.refuse("mixup", "false, or teacher.cache.mode = off: no mixed image comes twice");
    }
  }

  private static void check(Section body, BatchRoom room, BatchNeeds needs, String term) {
    if (room.examplesOfAClass() < needs.rowsOfAClass()) {
      boolean byClass = room.examplesOfAClass() < room.examples();
      String least = ">= " + needs.rowsOfAClass() + ", or more views: ";
      refuse(body, byClass ? "images-per-class" : "batch-size", least + term, "of one class");
    } else if (room.classes() < needs.classes()) {
      String least = "room for " + Amount.of(needs.classes(), "class") + ": ";
      refuse(body, "batch-size", least + term, "of different classes");
    } else if (room.examples() < needs.rows()) {
      refuse(body, "batch-size", ">= " + needs.rows() + ": " + term, "of a batch");
    }
  }

  private static void refuse(Section body, String key, String expected, String which) {
    body.section("sampler").refuse(key, expected + " compares images " + which);
  }

  /**
   * Refuses a training split of too few classes, or of too few images of each.
   *
   * @throws DatasetException if no batch of the split can teach a method anything
   */
  static void check(Dataset split, Learn learn) {
    if (split.size() == 0) {
      throw new DatasetException(
          "data: nothing is left for training (expected: at least one image; its lists, its split"
              + " or what is held out for validation leave none)");
    }
    if (!split.labelled()) {
      checkUnlabelled(learn);
      return;
    }
    int largest = largestClass(split);
    each(
        learn,
        (term, needs) -> {
          int classes = Math.max(needs.batch().classes(), needs.splitClasses());
          if (split.classes() < classes) {
            throw new DatasetException(
                "data: "
                    + Amount.of(split.classes(), "class")
                    + " to learn from (expected: at least "
                    + classes
                    + ", for "
                    + term
                    + ")");
          }
          if (largest < needs.batch().rowsOfAClass()) {
            throw new DatasetException(
                "data: no class with more than "
                    + Amount.of(largest, "image")
                    + " to learn from (expected: at least "
                    + needs.batch().rowsOfAClass()
                    + " of one class, or more views, for "
                    + term
                    + ")");
          }
        });
  }

  private static void checkUnlabelled(Learn learn) {
    for (StudentSpec student : learn.students().values()) {
      for (Map.Entry<String, Needs> each : student.method().value().needs(1).entrySet()) {
        if (each.getValue().labels()) {
          throw new DatasetException(
              "data: images without labels (expected: labels, for "
                  + each.getKey()
                  + " of "
                  + student.name()
                  + "; or a method that needs none, as pkt, relaxed-contrastive or simreg with a"
                  + " teacher)");
        }
      }
    }
    BatchRoom room = learn.sampler().room();
    if (room.examplesOfAClass() < room.examples()) {
      throw new DatasetException(
          "sampler: batches by class, of images without labels (expected: type = shuffled or"
              + " random)");
    }
  }

  private static void each(Learn learn, BiConsumer<String, Needs> visitor) {
    for (StudentSpec student : learn.students().values()) {
      int views = student.method().value().views().student(learn.views().count()).size();
      for (Map.Entry<String, Needs> each : student.method().value().needs(views).entrySet()) {
        visitor.accept(each.getKey() + " of " + student.name(), each.getValue());
      }
    }
  }

  private static int largestClass(Dataset split) {
    int[] counts = new int[split.classes()];
    int largest = 0;
    for (int label : split.labels()) {
      largest = Math.max(largest, ++counts[label]);
    }
    return largest;
  }
}
