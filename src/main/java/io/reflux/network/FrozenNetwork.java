package io.reflux.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.Staging;
import io.reflux.engine.TensorScope;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network that only infers, fed from host memory.
 *
 * <p>It always computes the same number of rows at once and fills a short rest with zeros. So a
 * row's outputs do not depend, to the bit, on which other rows were computed with it, and an answer
 * from a cache equals the answer that would be computed. For one thread.
 */
public final class FrozenNetwork implements FrozenModel {
  /** The method of an input program that makes float32 of another program's answer. */
  static final String AS_FLOAT32 = "as_float32";

  private static final byte[] ZEROS = new byte[1 << 14];

  private final TensorScope scope;
  private final Code code;
  private final Place place;
  private final List<Answering> answering = new ArrayList<>();
  private final List<Program> input = new ArrayList<>();

  /** The images of one call, in memory that every call uses again. */
  private final Staging staging;

  /**
   * Loads an archive.
   *
   * @param archive a lowered network that takes uint8 pixels (n, side, side, 3)
   * @param outputs the names of the archive's outputs, in order
   * @param device where it runs
   * @param rowsAtOnce how many rows are computed by one call
   */
  public FrozenNetwork(Path archive, List<String> outputs, Device device, int rowsAtOnce) {
    this(Code.lowered(archive, outputs), new Place(device, rowsAtOnce));
  }

  /** Loads what may consist of two programs. */
  public FrozenNetwork(Code code, Place place) {
    this.code = code;
    this.place = place;
    scope = TensorScope.open("frozen network", place.device());
    staging = Staging.to(place.device());
    try {
      answering.add(Answering.open(code, scope));
      if (code.input() != null) {
        input.add(Program.load(code.input(), scope));
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Where and how a network runs.
   *
   * @param device the device
   * @param rowsAtOnce how many rows are computed by one call
   */
  public record Place(Device device, int rowsAtOnce) {}

  /**
   * What is loaded.
   *
   * @param archive the program that answers
   * @param answers which of its answers are asked for, and what they are called
   * @param input the program that makes its input of pixels; none if it takes pixels itself
   */
  public record Code(Path archive, List<Answer> answers, @Nullable Path input) {

    /** A lowered network that takes pixels, and its outputs in order. */
    public static Code lowered(Path archive, List<String> outputs) {
      List<Answer> answers = new ArrayList<>();
      outputs.forEach(name -> answers.add(new Answer(name, String.valueOf(answers.size()))));
      return new Code(archive, answers, null);
    }
  }

  /** An answer's name, and where it is found: its number among the tensors, or a dict's key. */
  public record Answer(String name, String place) {

    NDArray in(NDList answers, Path archive) {
      for (int i = 0; i < answers.size(); i++) {
        if (place.equals(String.valueOf(i)) || place.equals(answers.get(i).getName())) {
          return answers.get(i);
        }
      }
      throw new InputException(
          archive
              + ": output "
              + name
              + " = "
              + place
              + " is not among its "
              + answers.size()
              + " answers (expected: a place from 0, or the key of a dict)");
    }

    /** The name of it among a model's outputs. */
    String among(List<String> outputs, Path file) {
      for (int i = 0; i < outputs.size(); i++) {
        if (place.equals(String.valueOf(i)) || place.equals(outputs.get(i))) {
          return outputs.get(i);
        }
      }
      throw new InputException(
          "%s: output %s = %s (expected: a place from 0, or one of %s)"
              .formatted(file, name, place, String.join(", ", outputs)));
    }
  }

  @Override
  public Map<String, HostTensor> infer(Images images) {
    int rows = images.rows();
    int side = images.side();
    Map<String, HostRows> gathered = new LinkedHashMap<>();
    int rowsAtOnce = place.rowsAtOnce();
    for (int from = 0; from < rows; from += rowsAtOnce) {
      int first = from;
      int count = Math.min(rowsAtOnce, rows - from);
      ByteBuffer shown = chunkOf(images, from, count);
      try (TensorScope call = scope.inner()) {
        Shape shape = new Shape(rowsAtOnce, side, side, 3);
        NDArray native8 = Staging.tensor(shown, shape, DataType.UINT8, call.manager());
        answers(native8)
            .forEach(
                (name, answer) ->
                    gathered
                        .computeIfAbsent(name, n -> new HostRows(rows, answer.getShape()))
                        .put(first, count, answer));
      }
    }
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    gathered.forEach((name, values) -> tensors.put(name, values.tensor()));
    return tensors;
  }

  /** Some rows, and zeros for those that are missing to a full call. */
  private ByteBuffer chunkOf(Images images, int from, int count) {
    int bytesPerRow = images.side() * images.side() * 3;
    ByteBuffer chunk = staging.room(place.rowsAtOnce() * bytesPerRow);
    ByteBuffer pixels = images.pixels();
    int filled = count * bytesPerRow;
    chunk.put(0, pixels, pixels.position() + from * bytesPerRow, filled);
    for (int at = filled; at < chunk.limit(); at += ZEROS.length) {
      chunk.put(at, ZEROS, 0, Math.min(ZEROS.length, chunk.limit() - at));
    }
    return chunk;
  }

  /** The outputs of one call by name, in float32. */
  private Map<String, NDArray> answers(NDArray pixels) {
    Answering main = answering.get(0);
    if (input.isEmpty()) {
      return main.answers(pixels);
    }
    Map<String, NDArray> answers = new LinkedHashMap<>();
    main.answers(input.get(0).infer(new NDList(pixels)).singletonOrThrow())
        .forEach((name, answer) -> answers.put(name, rowsOf(answer, name)));
    return answers;
  }

  private NDArray rowsOf(NDArray answer, String name) {
    Shape shape = answer.getShape();
    if (shape.dimension() < 2 || shape.get(0) != place.rowsAtOnce()) {
      throw new InputException(
          code.archive()
              + ": output "
              + name
              + " has the shape "
              + shape
              + " (expected: a row for each of "
              + place.rowsAtOnce()
              + " images)");
    }
    NDList converted = Autograd.paused(() -> input.get(0).run(AS_FLOAT32, new NDList(answer)));
    return converted.singletonOrThrow();
  }

  @Override
  public int liveTensors() {
    return scope.liveTensors() + staging.liveTensors();
  }

  @Override
  public void close() {
    answering.forEach(Answering::close);
    input.forEach(Program::close);
    staging.close();
    scope.close();
  }

  /** The rows of one output, gathered chunk by chunk; each is copied once. */
  private static final class HostRows {
    private final ByteBuffer data;
    private final long[] shape;
    private final int rowBytes;

    HostRows(int rows, Shape chunk) {
      shape = chunk.getShape().clone();
      rowBytes = Math.toIntExact(chunk.size() / shape[0] * Float.BYTES);
      shape[0] = rows;
      data = ByteBuffer.allocateDirect(Math.multiplyExact(rows, rowBytes));
    }

    void put(int from, int count, NDArray answer) {
      try (NDArray rows = answer.get(new NDIndex("0:" + count))) {
        ByteBuffer place = data.slice(from * rowBytes, count * rowBytes);
        HostTensor.write(rows, ElementType.FLOAT32, place);
      }
    }

    HostTensor tensor() {
      return new HostTensor(ElementType.FLOAT32, shape, data);
    }
  }
}
