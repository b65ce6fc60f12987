package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.setting.Sha256;
import java.util.List;

/**
 * What a feature cache holds. Two caches with different contents never share a file.
 *
 * @param teacherDigest of the teacher's weights and program
 * @param transformDigest of all that turns an example into the teacher's pixels, the run's seed
 *     included where it draws
 * @param outputs the outputs of one record, in order
 * @param elementType how a value is stored: FLOAT32, FLOAT16 or INT8
 */
public record CacheContent(
    String teacherDigest,
    String transformDigest,
    List<CachedOutput> outputs,
    ElementType elementType) {
  private static final int FOLDER_NAME_DIGITS = 16;

  /** Copies the list and checks the type. */
  public CacheContent {
    outputs = List.copyOf(outputs);
    switch (elementType) {
      case FLOAT32, FLOAT16, INT8 -> {}
      default ->
          throw new IllegalArgumentException(
              "cache.element-type: " + elementType + " (expected: FLOAT32, FLOAT16 or INT8)");
    }
  }

  /** How many values one record holds. */
  public int count() {
    return outputs.stream().mapToInt(CachedOutput::count).reduce(0, Math::addExact);
  }

  /** A name for the folder that holds this content: 16 hexadecimal digits of its digest. */
  String folderName() {
    return Sha256.of(toString()).substring(0, FOLDER_NAME_DIGITS);
  }
}
