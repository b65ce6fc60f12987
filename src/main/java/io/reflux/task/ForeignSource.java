package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.network.ForeignProgram;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.network.Precision;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program of anybody's making. */
final class ForeignSource implements FrozenSource {
  /**
   * A program may have been traced with more than one image, and one alone may lose a dimension.
   */
  private static final int ROWS_OF_A_TRIAL = 2;

  private final ForeignProgram program;
  private final Models models;

  ForeignSource(ForeignProgram program, Models models) {
    this.program = program;
    this.models = models;
  }

  /** Shows it black images to see what comes out. */
  @Override
  public Map<String, long[]> rows(List<String> outputs, int side, Device device) {
    Models.Inference trial = new Models.Inference(device, 1, ROWS_OF_A_TRIAL);
    Map<String, long[]> rows = new LinkedHashMap<>();
    try (FrozenNetwork network = load(models.writeInput("trial", program), outputs, trial)) {
      ByteBuffer black = ByteBuffer.allocateDirect(ROWS_OF_A_TRIAL * side * side * 3);
      Map<String, HostTensor> answers = network.infer(new Images(black, ROWS_OF_A_TRIAL, side));
      answers.forEach((name, answer) -> rows.put(name, HostTensor.rowOf(answer.shape())));
    }
    return rows;
  }

  @Override
  public Written write(String name, Wanted wanted) {
    if (wanted.precision() != Precision.FLOAT32 && wanted.precision() != Precision.TF32) {
      throw new InputException(
          "precision: "
              + wanted.precision()
              + " (expected: float32, or tf32 on a GPU; a program of your own computes as it was"
              + " written)");
    }
    Path input = models.writeInput(name, program);
    List<Path> files = new ArrayList<>(program.files());
    files.add(input);
    return Written.of(files, inference -> load(input, wanted.outputs(), inference))
        .with(program.outputs().toString());
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  private FrozenNetwork load(Path input, List<String> outputs, Models.Inference inference) {
    return Models.load(program, new Models.Asked(input, outputs), inference);
  }
}
