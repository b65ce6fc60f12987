package io.reflux.network;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.OnnxRuntime;
import io.reflux.setting.Defaults;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import io.reflux.weights.WeightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Anybody's TorchScript program or ONNX model that makes embeddings, or more, of images.
 *
 * @param file the archive, or {@code *.onnx}
 * @param outputs what its answers are called here: names, the embedding among them, and where each
 *     is found in what {@code forward} answers: a place, 0 for the first tensor, or the key of a
 *     dict
 * @param input what {@code forward} takes
 */
public record ForeignProgram(Path file, Map<String, String> outputs, ForeignInput input) {
  /** Under this key a program that Reflux has exported says what it is, as HOCON. */
  public static final String DESCRIPTION = "reflux-model";

  private static final String ONNX = ".onnx";

  /** The output that every program has to name. */
  private static final String EMBEDDING = "embedding";

  /**
   * A program may have been traced with more than one image, and one alone may lose a dimension.
   */
  private static final int ROWS_OF_A_TRIAL = 2;

  /** Copies the outputs, and keeps their order. */
  public ForeignProgram {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    if (!outputs.containsKey(EMBEDDING)) {
      throw new IllegalArgumentException(
          "outputs: " + outputs.keySet() + " (expected: embedding among them)");
    }
  }

  /** Reads {@code program}, {@code outputs} and {@code input} of a section, and no other keys. */
  public static ForeignProgram read(Section section) {
    Section own = section.withDefaults(Defaults.of("network.program"));
    Path file = own.file("program");
    if (isOnnx(file)) {
      OnnxRuntime.missing().ifPresent(expected -> own.refuse("program", expected));
    }
    Section named = own.section("outputs");
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put(EMBEDDING, place(named, EMBEDDING));
    named.writtenKeys().stream().sorted().forEach(name -> outputs.put(name, place(named, name)));
    return new ForeignProgram(file, outputs, ForeignInput.read(own.section("input"), file));
  }

  private static String place(Section named, String name) {
    return named.parsed(
        name, "a place 0, 1, … in what forward answers, or the key of a dict", "0", Optional::of);
  }

  /**
   * Loads it for inference on uint8 pixels.
   *
   * @param inputProgram where {@link #writeInput} has written
   * @param asked names of outputs
   * @throws UncheckedIOException if the file can't be read, or differs from its checksums
   */
  public FrozenNetwork load(Path inputProgram, List<String> asked, FrozenNetwork.Place place) {
    try {
      if (!isOnnx(file)) {
        WeightsFile.checkProgram(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("program: " + e.getMessage(), e);
    }
    return new FrozenNetwork(code(inputProgram, asked), place);
  }

  /**
   * What is loaded of it.
   *
   * @param inputProgram where {@link #writeInput} has written
   * @param asked names of outputs
   */
  public FrozenNetwork.Code code(Path inputProgram, List<String> asked) {
    return new FrozenNetwork.Code(
        file,
        asked.stream().map(name -> new FrozenNetwork.Answer(name, place(name))).toList(),
        inputProgram);
  }

  /**
   * What a program is shown to see what comes out.
   *
   * @param side of black images
   * @param device where it computes
   */
  public record Trial(int side, Device device) {}

  /**
   * The shape of one row of some outputs, as two black images tell.
   *
   * @param inputProgram where {@link #writeInput} has written
   */
  public Map<String, long[]> rows(Path inputProgram, List<String> asked, Trial trial) {
    NativeThreads.prepare(1, false);
    Map<String, long[]> rows = new LinkedHashMap<>();
    FrozenNetwork.Place place = new FrozenNetwork.Place(trial.device(), ROWS_OF_A_TRIAL);
    try (FrozenNetwork network = load(inputProgram, asked, place)) {
      int bytes = ROWS_OF_A_TRIAL * trial.side() * trial.side() * 3;
      ByteBuffer black = ByteBuffer.allocateDirect(bytes);
      network
          .infer(new Images(black, ROWS_OF_A_TRIAL, trial.side()))
          .forEach((name, answer) -> rows.put(name, HostTensor.rowOf(answer.shape())));
    }
    return rows;
  }

  /**
   * True if the file holds weights alone, as {@code torch.save(model.state_dict())} writes them.
   */
  public boolean holdsWeightsAlone() {
    try {
      return !isOnnx(file) && !hasCode(file) && WeightsFile.read(file).size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** True for an archive that holds TorchScript beside its tensors. */
  private static boolean hasCode(Path file) {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return archive.stream().anyMatch(entry -> entry.getName().matches("[^/]+/code/.+"));
    } catch (IOException e) {
      return false;
    }
  }

  /** True for an ONNX model, by its name. */
  static boolean isOnnx(Path file) {
    return file.toString().endsWith(ONNX);
  }

  /**
   * The files that it is read from: an ONNX model may have its weights beside it, in files whose
   * names begin with its own.
   */
  public List<Path> files() {
    if (!isOnnx(file) || !Files.isRegularFile(file)) {
      return List.of(file);
    }
    String name = String.valueOf(file.getFileName());
    try (Stream<Path> beside = Files.list(file.toAbsolutePath().resolve("..").normalize())) {
      return Stream.concat(
              Stream.of(file),
              beside.filter(each -> isData(String.valueOf(each.getFileName()), name)).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("program: " + e.getMessage(), e);
    }
  }

  private static boolean isData(String name, String model) {
    return name.startsWith(model) && name.endsWith("data") && !name.equals(model);
  }

  /** Writes the small program that makes its input of pixels. */
  public void writeInput(Path target) throws IOException {
    input.write(target);
  }

  private String place(String name) {
    String place = outputs.get(name);
    if (place == null) {
      throw new InputException(
          file + ": no output " + name + " (expected: one of " + outputs.keySet() + ")");
    }
    return place;
  }
}
