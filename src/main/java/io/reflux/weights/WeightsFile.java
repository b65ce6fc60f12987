package io.reflux.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Weights in a file of any kind that can be read here. */
public final class WeightsFile {
  private static final int SAFETENSORS_HEAD_BYTES = 9;

  private WeightsFile() {}

  /**
   * Reads safetensors, or what {@code torch.save} wrote (also wrapped, as {@code {"state_dict":
   * …}}). The content decides, unless the name ends in {@code .safetensors}. Values stay in the
   * mapped file where they lie row by row.
   *
   * @throws WeightsException if the file is damaged, holds no named tensors, or asks for anything
   *     but plain data
   */
  public static NamedTensors read(Path path) throws IOException {
    return taken(path, Optional.empty()).tensors();
  }

  /**
   * Reads a file with several networks' weights.
   *
   * @param entry which to take; the usual one if nobody says
   * @throws WeightsException also if there is no such entry, or there are several and none is usual
   */
  static TakenWeights taken(Path path, Optional<String> entry) throws IOException {
    if (!isSafetensors(path)) {
      StateDict saved = new StateDict(path, TorchFile.read(path).root());
      return entry.isPresent() ? saved.named(entry.get()) : saved.usual();
    }
    TakenWeights whole = TakenWeights.whole(SafetensorsFile.read(path).tensors());
    if (entry.isEmpty()) {
      return whole;
    }
    NamedTensors part = whole.under(entry.get());
    if (part.isEmpty()) {
      throw new WeightsException(
          path,
          "weights-entry: " + entry.get() + " (expected: what the names of tensors begin with)");
    }
    return new TakenWeights(part, entry.get(), List.of());
  }

  /**
   * Compares all that a TorchScript program holds with its checksums: libtorch, which loads it,
   * looks at none.
   *
   * @throws WeightsException if the file is no archive, or damaged
   */
  public static void checkProgram(Path archive) throws IOException {
    try (ZipRecords records = ZipRecords.open(archive)) {
      records.check();
    }
  }

  /** A length that fits, then the brace of the JSON header. */
  private static boolean isSafetensors(Path path) throws IOException {
    if (path.toString().endsWith(".safetensors")) {
      return true;
    }
    MappedFile file = MappedFile.open(path);
    if (file.size() < SAFETENSORS_HEAD_BYTES) {
      return false;
    }
    ByteBuffer head = file.slice(0, SAFETENSORS_HEAD_BYTES);
    return head.get(SAFETENSORS_HEAD_BYTES - 1) == '{';
  }
}
