package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tasks that measure a trained student: {@code evaluate { task = …, … }}. */
final class MeasureReader {
  /** Stands for the view of the task that trained the student, until that is looked up. */
  static final ViewRecipe AS_TRAINED = new ViewRecipe(List.of(), 1);

  private final Devices devices;

  MeasureReader(Devices devices) {
    this.devices = devices;
  }

  Measure read(Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.evaluate"));
    ModelName model = ModelName.read(section);
    Map<String, String> which = new LinkedHashMap<>();
    which.put("best", "best");
    which.put("last", "last");
    String weights = section.oneOf("weights", which);
    Optional<Section> view = section.sectionIfPresent("view");
    int batchSize = section.whole("batch-size", Range.atLeast(1));
    Device device = devices.one(section, "device");
    int threads = section.whole("threads", Range.between(1, 1024));
    EvaluationParts parts = EvaluationParts.read(section);
    List<Metric> metrics = MetricSettings.read(section).metrics();
    return new Measure(
        model.task(),
        model.student(),
        weights,
        view.map(Views::read).orElse(AS_TRAINED),
        metrics,
        batchSize,
        device,
        threads,
        parts);
  }
}
