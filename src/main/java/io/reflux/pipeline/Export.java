package io.reflux.pipeline;

import io.reflux.delivery.ExportFormat;
import io.reflux.network.Precision;
import java.util.List;

/**
 * Writes a trained student in forms that other programs load.
 *
 * @param source the student
 * @param formats in which forms
 * @param precision the arithmetic of its programs
 */
public record Export(ModelSource.Student source, List<ExportFormat> formats, Precision precision)
    implements Work {

  /** Copies the formats. */
  public Export {
    formats = List.copyOf(formats);
  }

  /** The same with its student looked up. */
  Export of(ModelSource.Student found) {
    return new Export(found, formats, precision);
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.export(this);
  }
}
