package io.reflux.pipeline;

import io.reflux.engine.Device;
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

/** Reads the tasks that measure a model: {@code evaluate { task = …, … }}. */
final class MeasureReader {
  /** Stands for the view of the task that trained the student, until that is looked up. */
  static final ViewRecipe AS_TRAINED = new ViewRecipe(List.of(), 1);

  private final Devices devices;
  private final Pace.Hardware hardware;

  /**
   * For the tasks of a file.
   *
   * @param hardware what one of them has of the machine
   */
  MeasureReader(Devices devices, Pace.Hardware hardware) {
    this.devices = devices;
    this.hardware = hardware;
  }

  Measure read(Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.evaluate"));
    Map<String, String> which = new LinkedHashMap<>();
    which.put("best", "best");
    which.put("last", "last");
    String weights = section.oneOf("weights", which);
    ModelSource source = ModelSource.read(section, weights);
    // Only a student of this pipeline has a view of its own.
    Optional<Section> view =
        source.student().isPresent()
            ? section.sectionIfPresent("view")
            : Optional.of(section.section("view"));
    int batchSize = section.whole("batch-size", Range.atLeast(1));
    Device device = devices.one(section, "device");
    int threads = CoreShares.whole(hardware.cores(), device, section);
    EvaluationParts parts = EvaluationParts.read(section);
    MetricSettings settings = MetricSettings.read(section);
    return new Measure(
        source,
        view.map(Views::read).orElse(AS_TRAINED),
        settings.metrics(),
        batchSize,
        device,
        threads,
        parts,
        settings.also());
  }
}
