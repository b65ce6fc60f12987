package io.reflux.pipeline;

import io.reflux.delivery.ExportFormat;
import io.reflux.engine.OnnxRuntime;
import io.reflux.network.Precision;
import io.reflux.setting.Defaults;
import io.reflux.setting.Nearest;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tasks that write a trained model: {@code export { task = …, formats = […] }}. */
final class ExportReader {
  private ExportReader() {}

  static Export read(Section written) {
    Section section = written.withDefaults(Defaults.of("pipeline.export"));
    ModelName model = ModelName.read(section);
    Map<String, String> which = new LinkedHashMap<>();
    which.put("best", "best");
    which.put("last", "last");
    String weights = section.oneOf("weights", which);
    Map<String, Precision> precisions = new LinkedHashMap<>();
    precisions.put(Precision.FLOAT32.word(), Precision.FLOAT32);
    precisions.put(Precision.BFLOAT16.word(), Precision.BFLOAT16);
    Precision precision = section.oneOf("precision", precisions);
    List<ExportFormat> formats = formats(section);
    if (formats.contains(ExportFormat.ONNX) && precision != Precision.FLOAT32) {
      section.refuse("precision", "float32, for onnx");
    }
    if (formats.contains(ExportFormat.ONNX)) {
      OnnxRuntime.missing().ifPresent(expected -> section.refuse("formats", expected));
    }
    section.finish();
    return new Export(
        new ModelSource.Student(model.task(), model.student(), weights), formats, precision);
  }

  private static List<ExportFormat> formats(Section section) {
    Map<String, ExportFormat> names = ExportFormat.names();
    List<ExportFormat> formats = new ArrayList<>();
    List<String> words = section.texts("formats");
    for (String word : words) {
      ExportFormat format = names.get(word);
      if (format == null) {
        section.refuse("formats", "names of formats; " + Nearest.hint(word, names.keySet()));
      } else {
        formats.add(format);
      }
    }
    if (words.isEmpty()) {
      section.refuse("formats", "at least one of " + ExportFormat.words());
    }
    return formats;
  }
}
