package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.network.ForeignProgram;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Precision;
import io.reflux.setting.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program of anybody's making. */
final class ForeignSource implements FrozenSource {
  private final ForeignProgram program;
  private final Models models;

  ForeignSource(ForeignProgram program, Models models) {
    this.program = program;
    this.models = models;
  }

  @Override
  public Map<String, long[]> rows(List<String> outputs, int side, Device device) {
    return program.rows(
        models.writeInput("trial", program), outputs, new ForeignProgram.Trial(side, device));
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
    return Written.of(
            files,
            program.code(input, wanted.outputs()),
            inference -> load(input, wanted.outputs(), inference))
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
