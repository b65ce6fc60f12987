package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.network.ForeignProgram;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out the shape of one row of each output of a model that only answers. A program is opened
 * and shown black images; what a network answers is known.
 *
 * @param use where the model was written
 * @param tried what it is shown
 * @param students the network of a student of this file; empty if there is none
 */
record ModelTrial(Section use, Tried tried, Students students)
    implements ModelSource.Visitor<Optional<Map<String, long[]>>> {

  /** Knows the students of all tasks. */
  interface Students {
    Optional<NetworkSettings> find(ModelSource.Student student);
  }

  /**
   * What a model is shown.
   *
   * @param side of images
   * @param device where it computes
   */
  record Tried(int side, Device device) {}

  /** The shapes; empty if they can't be told, which is noted. */
  Optional<Map<String, long[]>> of(ModelSource source) {
    return source.visit(this);
  }

  @Override
  public Optional<Map<String, long[]>> student(ModelSource.Student student) {
    return students.find(student).flatMap(this::rows);
  }

  @Override
  public Optional<Map<String, long[]>> published(ModelSource.Published published) {
    return rows(published.network());
  }

  private Optional<Map<String, long[]>> rows(NetworkSettings network) {
    try {
      return Optional.of(rows(network, tried.side()));
    } catch (InputException e) {
      use.refuseWith("network: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The shape of a row of each output; a refusal names the images that don't suit. */
  static Map<String, long[]> rows(NetworkSettings network, int side) {
    try {
      return network.build().rowShapes(side);
    } catch (InputException e) {
      throw new InputException("images of " + side + "×" + side + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Map<String, long[]>> foreign(ModelSource.Foreign foreign) {
    ForeignProgram program = foreign.program();
    Path input = scratch();
    try {
      program.writeInput(input);
      ForeignProgram.Trial trial = new ForeignProgram.Trial(tried.side(), tried.device());
      List<String> outputs = List.copyOf(program.outputs().keySet());
      return Optional.of(program.rows(input, outputs, trial));
    } catch (IOException e) {
      throw new UncheckedIOException(input + ": can't be written", e);
    } catch (RuntimeException e) {
      use.refuseWith("program: " + why(program, e));
      return Optional.empty();
    } finally {
      input.toFile().delete();
    }
  }

  private String why(ForeignProgram program, RuntimeException failure) {
    if (program.holdsWeightsAlone()) {
      return program.file()
          + " holds weights alone (expected: a program, as torch.jit.save writes it, or an ONNX"
          + " model; or network { backbone = …, weights = this file })";
    }
    String said = firstLine(failure);
    String named = said.startsWith("program: ") ? said.substring("program: ".length()) : said;
    String file = program.file().toString();
    return named.contains(file)
        ? named
        : file
            + " fails on images of "
            + tried.side()
            + "×"
            + tried.side()
            + ": "
            + named
            + " (expected: a program that takes what input { … } says)";
  }

  /** The message, or the last line of a traceback, which says what went wrong. */
  private static String firstLine(RuntimeException failure) {
    List<String> lines =
        String.valueOf(failure.getMessage()).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("RuntimeError: "))
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .orElse(failure.toString());
  }

  private static Path scratch() {
    try {
      return Files.createTempFile("reflux-trial", ".pt");
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary file can't be made", e);
    }
  }
}
