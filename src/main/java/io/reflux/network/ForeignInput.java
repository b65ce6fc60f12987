package io.reflux.network;

import io.reflux.engine.HostTensor;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.ScriptTensor;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What anybody's program takes: images in float32, normalised, or as uint8 pixels.
 *
 * @param layout the order of the dimensions
 * @param normalised true for float32, {@code (pixel / 255 - mean) / deviation}; false for uint8
 * @param side images of another side are resized to this one; 0 leaves them as the views made them
 * @param normalization mean and deviation, used only if normalised, and the order of channels
 */
record ForeignInput(Layout layout, boolean normalised, int side, Normalization normalization) {
  private static final String OFFSET = "offset";
  private static final String SCALE = "scale";
  private static final List<String> FORM = List.of("layout", "type");

  /** The order of the dimensions. */
  public enum Layout {
    /** (n, 3, height, width) */
    NCHW,
    /** (n, height, width, 3) */
    NHWC
  }

  /** The elements that a program takes. */
  private enum Type {
    FLOAT32,
    UINT8
  }

  /**
   * Reads an {@code input} section. What isn't written is what the program says of itself if Reflux
   * has exported it, and a normalisation that of a Hugging Face {@code preprocessor_config.json}
   * beside the program, or in the folder above, if there is one. All of it stands in the resolved
   * file.
   */
  static ForeignInput read(Section section, Path program) {
    boolean written = section.isWritten("normalization");
    Section scaling = section.section("normalization");
    Normalization own = Normalization.read(scaling);
    Optional<ExportedProgram> exported =
        FORM.stream().anyMatch(section::isWritten) ? Optional.empty() : ExportedProgram.in(program);
    if (exported.isPresent()) {
      return of(exported.get(), own, section);
    }
    Normalization normalization =
        written ? own : Preprocessor.beside(program).flatMap(Preprocessor::read).orElse(own);
    if (!normalization.equals(own)) {
      scaling.resolve("mean", normalization.mean());
      scaling.resolve("deviation", normalization.deviation());
    }
    ForeignInput input =
        new ForeignInput(
            section.oneOf("layout", Layout.class),
            section.oneOf("type", Type.class) == Type.FLOAT32,
            section.whole("side", Range.NOT_NEGATIVE),
            normalization);
    section.finish();
    return input;
  }

  private static ForeignInput of(ExportedProgram program, Normalization own, Section section) {
    FORM.forEach(section::allow);
    section.resolve("layout", "nhwc");
    section.resolve("type", "uint8");
    boolean written = section.isWritten("side");
    int side = written ? section.whole("side", Range.NOT_NEGATIVE) : program.side();
    section.resolve("side", side);
    section.finish();
    Normalization none = new Normalization(own.mean(), own.deviation(), false);
    return new ForeignInput(Layout.NHWC, false, side, none);
  }

  /**
   * Writes the program that makes of uint8 pixels (n, side, side, 3) what the other one takes; its
   * second method, {@code as_float32}, makes float32 of any answer.
   */
  void write(Path file) throws IOException {
    ScriptArchive archive = new ScriptArchive();
    if (normalised) {
      archive.with(OFFSET, constant(normalization.offset()));
      archive.with(SCALE, constant(normalization.scale()));
    }
    archive
        .method("forward(input: Tensor) -> Tensor", lines())
        .method(
            FrozenNetwork.AS_FLOAT32 + "(answer: Tensor) -> Tensor",
            List.of("return torch.contiguous(torch.to(answer, 6))"))
        .write(file);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    String channels = normalization.reversed() ? "torch.flip(input, [3])" : "input";
    lines.add("x0 = torch.to(torch.permute(" + channels + ", [0, 3, 1, 2]), 6)");
    String resized = "torch._upsample_bilinear2d_aa(x0, [%1$d, %1$d], False, None)";
    lines.add("x1 = " + (side > 0 ? resized.formatted(side) : "x0"));
    lines.add(
        normalised
            ? "x2 = torch.mul(torch.sub(x1, self." + OFFSET + "), self." + SCALE + ")"
            : "x2 = torch.to(torch.clamp(torch.round(x1), 0, 255), 0)");
    String ordered = layout == Layout.NCHW ? "x2" : "torch.permute(x2, [0, 2, 3, 1])";
    lines.add("return torch.contiguous(" + ordered + ")");
    return lines;
  }

  private static ScriptTensor constant(float[] values) {
    return ScriptTensor.of(
        HostTensor.of(values, 1, values.length, 1, 1), ScriptTensor.Role.CONSTANT);
  }
}
