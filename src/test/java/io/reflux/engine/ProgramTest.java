package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir Path folder;

  @Test
  void aProgramAnswersUnderItsOutputNames() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(affine(), scope)) {
      NDArray x = scope.manager().create(new float[] {1, 2}, new Shape(1, 2));
      NDList answers = program.infer(new NDList(x));
      assertThat(Program.extra(affine(), ScriptArchive.OUTPUTS)).hasValue("sum\ntwice");
      // x · [[1, 2], [3, 4]]ᵀ + [10, 20], times the scale 0.5
      assertThat(answers.get(0).toFloatArray()).containsExactly(7.5f, 15.5f);
      assertThat(answers.get(1).toFloatArray()).containsExactly(15f, 31f);
    }
  }

  @Test
  void gradientsReachTheProgramsOwnParametersOnly() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(affine(), scope)) {
      assertThat(program.parameters()).containsOnlyKeys("layer.0.weight");
      assertThat(program.state().keySet())
          .containsExactly("layer.0.weight", "layer.0.bias", "seen");
      NDArray x = scope.manager().create(new float[] {1, 2}, new Shape(1, 2));
      Autograd.recording(
          () -> {
            NDArray sum = program.run("forward", new NDList(x)).get(0).sum();
            Autograd.backward(sum);
            return sum;
          });
      NDArray gradient = weight(program).getGradient();
      assertThat(gradient.toFloatArray()).containsExactly(0.5f, 1f, 0.5f, 1f);
    }
  }

  @Test
  void inferenceEntersNoGraph() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(affine(), scope)) {
      NDArray x = scope.manager().ones(new Shape(1, 2));
      NDArray inferred = program.infer(new NDList(x)).get(0);
      assertThatThrownBy(() -> Autograd.backward(inferred.sum()))
          .hasMessageContaining("does not require grad");
      NDArray paused = Autograd.paused(() -> program.run("forward", new NDList(x)).get(0));
      assertThatThrownBy(() -> Autograd.backward(paused.sum()))
          .hasMessageContaining("does not require grad");
    }
  }

  @Test
  void trainingModeReachesTheModules() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(affine(), scope)) {
      NDList x = new NDList(scope.manager().ones(new Shape(1, 2)));
      program.infer(x);
      assertThat(seen(program)).isZero();
      program.train();
      program.infer(x);
      assertThat(seen(program)).isEqualTo(1);
      program.eval();
      program.infer(x);
      assertThat(seen(program)).isEqualTo(1);
    }
  }

  @Test
  void aCallTakesListsAndNumbers() throws IOException {
    Path file = folder.resolve("step.pt");
    new ScriptArchive()
        .method(
            "step(weights: List[Tensor], gradients: List[Tensor], rate: float, times: int) ->"
                + " List[Tensor]",
            List.of(
                "for i in range(torch.len(weights)):",
                "  _0 = torch.add_(weights[i], gradients[i], alpha=torch.neg(torch.mul(rate,"
                    + " times)))",
                "return weights"))
        .method("none() -> List[Tensor]", List.of("return annotate(List[Tensor], [])"))
        .write(file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      NDArray weight = scope.manager().create(new float[] {1, 2});
      weight.setRequiresGradient(true);
      NDArray gradient = scope.manager().create(new float[] {10, 20});
      Autograd.paused(
          () ->
              program
                  .call("step")
                  .tensors(List.of(weight, weight))
                  .tensors(List.of(gradient, gradient))
                  .number(0.01)
                  .whole(2)
                  .into(scope.manager()));
      assertThat(weight.toFloatArray()).containsExactly(0.6f, 1.2f);
      assertThat(program.call("none").into(scope.manager())).isEmpty();
    }
  }

  @Test
  void stateIsCopiedOutAndBackInPlace() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(affine(), scope)) {
      Map<String, HostTensor> before = program.snapshot();
      NDArray weight = weight(program);
      Autograd.paused(() -> weight.muli(0));
      assertThat(weight.toFloatArray()).containsOnly(0f);
      program.restore(before);
      assertThat(weight.toFloatArray()).containsExactly(1f, 2f, 3f, 4f);
      assertThat(program.snapshot()).isEqualTo(before);
      Autograd.paused(() -> weight.muli(0));
      assertThat(before.get("layer.0.weight")).extracting(t -> t.floats()[3]).isEqualTo(4f);
      assertThatThrownBy(() -> program.restore(Map.of()))
          .hasMessage("layer.0.weight: missing (expected: a tensor)");
    }
  }

  @Test
  void channelsLastTensorsKeepTheirValues() throws IOException {
    float[] values = new float[2 * 3 * 2 * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    HostTensor filter = HostTensor.of(values, 2, 3, 2, 2);
    Path file = folder.resolve("filter.pt");
    new ScriptArchive()
        .with(
            "conv.weight",
            new ScriptTensor(filter, ScriptTensor.Role.TRAINED, MemoryLayout.CHANNELS_LAST))
        .method(
            "forward(x: Tensor) -> bool",
            List.of("return torch.is_contiguous(self.conv.weight, memory_format=2)"))
        .method(
            "strides() -> Tensor", List.of("return torch.tensor(torch.stride(self.conv.weight))"))
        .write(file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      NDList strides = program.call("strides").into(scope.manager());
      assertThat(strides.head().toLongArray()).containsExactly(12, 1, 6, 3);
      assertThat(program.snapshot()).containsEntry("conv.weight", filter);
      int tensors = scope.liveTensors();
      program.snapshot();
      assertThat(scope.liveTensors()).isEqualTo(tensors);
    }
  }

  @Test
  void nothingNativeOutlivesAProgram() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      try (Program program = Program.load(affine(), scope);
          TensorScope message = scope.inner()) {
        program.infer(new NDList(message.manager().ones(new Shape(1, 2))));
        program.restore(program.snapshot());
        assertThat(scope.liveTensors()).isPositive();
      }
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void aFileThatIsNoProgramIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.pt"), "no program");
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThatThrownBy(() -> Program.load(file, scope))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no.pt")
          .hasMessageContaining("expected: a TorchScript archive that loads here");
      assertThatThrownBy(() -> Program.load(folder.resolve("missing.pt"), scope))
          .hasMessageContaining("no such file");
      assertThat(scope.liveTensors()).isZero();
    }
  }

  private Path affine() throws IOException {
    Path file = folder.resolve("affine.pt");
    ByteBuffer zero = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    new ScriptArchive()
        .with(
            "layer.0.weight",
            ScriptTensor.of(
                HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2), ScriptTensor.Role.TRAINED))
        .with(
            "layer.0.bias",
            ScriptTensor.of(HostTensor.of(new float[] {10, 20}, 2), ScriptTensor.Role.FROZEN))
        .with(
            "seen",
            ScriptTensor.of(
                new HostTensor(ElementType.INT64, new long[0], zero), ScriptTensor.Role.BUFFER))
        .number("scale", 0.5)
        .method(
            "forward(x: Tensor) -> Tuple[Tensor, Tensor]",
            List.of(
                "if self.training:",
                "  _0 = torch.add_(self.seen, 1)",
                "else:",
                "  pass",
                "y = torch.linear(x, "
                    + ScriptArchive.tensor("layer.0.weight")
                    + ", "
                    + ScriptArchive.tensor("layer.0.bias")
                    + ")",
                "z = torch.mul(y, self.scale)",
                "return (z, torch.mul(z, 2))"))
        .outputs(List.of("sum", "twice"))
        .write(file);
    return file;
  }

  private static NDArray weight(Program program) {
    return program.parameters().values().iterator().next();
  }

  private static long seen(Program program) {
    NDArray count = program.state().get("seen");
    return count == null ? -1 : count.getLong();
  }
}
