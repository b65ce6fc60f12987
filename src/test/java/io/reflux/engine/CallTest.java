package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTest {
  @TempDir Path folder;
  private final TensorScope scope = TensorScope.open("test", Device.CPU);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void everyKindOfArgumentArrives() throws IOException {
    String signature =
        "forward(x: Tensor, xs: List[Tensor], n: float, ns: List[float], w: int, ws: List[int],"
            + " f: bool) -> List[Tensor]";
    Program program =
        program(
            signature,
            "if f:",
            "  last = torch.add(xs[1], 1)",
            "else:",
            "  last = xs[0]",
            "return [torch.mul(x, n), torch.mul(x, ns[2]), torch.mul(x, w), torch.mul(x, ws[1]),"
                + " last]");
    NDArray x = scope.manager().create(new float[] {2});
    for (boolean flag : new boolean[] {true, false}) {
      NDList answer =
          program
              .call("forward")
              .tensor(x)
              .tensors(List.of(x, x.mul(10)))
              .number(0.25)
              .numbers(0, 1, 1.5)
              .whole(1L << 33)
              .wholes(5, -6)
              .flag(flag)
              .into(scope.manager());
      assertThat(answer.stream().map(NDArray::getFloat))
          .containsExactly(0.5f, 3f, 2f * (1L << 33), -12f, flag ? 21f : 2f);
    }
  }

  @Test
  void anAnswerIsATensorAListOrATuple() throws IOException {
    NDArray x = scope.manager().create(new float[] {2});
    Program tensor = program("forward(x: Tensor) -> Tensor", "return torch.neg(x)");
    assertThat(tensor.run("forward", new NDList(x))).hasSize(1);
    Program tuple =
        program("forward(x: Tensor) -> Tuple[Tensor, Tensor]", "return (x, torch.neg(x))");
    assertThat(tuple.run("forward", new NDList(x)).get(1).getFloat()).isEqualTo(-2);
    Program none =
        program("forward(x: Tensor) -> List[Tensor]", "return annotate(List[Tensor], [])");
    assertThat(none.run("forward", new NDList(x))).isEmpty();
  }

  @Test
  void aFailureInsideIsToldAndLeavesNothingBehind() throws IOException {
    Program program = program("forward(x: Tensor, y: Tensor) -> Tensor", "return torch.mm(x, y)");
    NDArray x = scope.manager().create(new float[] {2});
    int before = scope.liveTensors();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> program.run("forward", new NDList(x, x)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("self must be a matrix");
    }
    assertThatThrownBy(() -> program.run("forward", new NDList(x)))
        .isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> program.run("nothing", new NDList(x)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nothing");
    assertThat(scope.liveTensors()).isEqualTo(before);
  }

  /** One native call for all tensors of a network: the form in which optimizers are programs. */
  @Test
  void aStepOfAnOptimizerIsOneCallInPlace() throws IOException {
    Program program =
        program(
            "step(ps: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor],"
                + " steps: List[Tensor], lr: float, decay: float) -> List[Tensor]",
            "torch._fused_adamw_(ps, gs, ms, vs, annotate(List[Tensor], []), steps, lr=lr, beta1=0.9,"
                + " beta2=0.999, weight_decay=decay, eps=1.0e-8, amsgrad=False, maximize=False)",
            "return annotate(List[Tensor], [])");
    NDArray[] state = new NDArray[5];
    float[][] start = {{1, -2}, {0.5f, -4}, {0, 0}, {0, 0}, {1}};
    for (int i = 0; i < state.length; i++) {
      state[i] = scope.manager().create(start[i]);
    }
    state[0].setRequiresGradient(true);
    Autograd.paused(
        () ->
            program
                .call("step")
                .tensors(List.of(state[0]))
                .tensors(List.of(state[1]))
                .tensors(List.of(state[2]))
                .tensors(List.of(state[3]))
                .tensors(List.of(state[4]))
                .number(0.1)
                .number(0.01)
                .into(scope.manager()));
    // The first step of AdamW goes lr against the gradient's sign, beside the decay lr · 0.01.
    assertThat(state[0].toFloatArray())
        .containsExactly(new float[] {0.899f, -1.898f}, within(1e-6f));
    assertThat(state[2].toFloatArray()).containsExactly(new float[] {0.05f, -0.4f}, within(1e-6f));
    assertThat(state[3].toFloatArray())
        .containsExactly(new float[] {2.5e-4f, 0.016f}, within(1e-6f));
  }

  private Program program(String signature, String... lines) throws IOException {
    Path file = folder.resolve(Integer.toHexString(signature.hashCode()) + ".pt");
    new ScriptArchive().method(signature, List.of(lines)).write(file);
    return Program.load(file, scope);
  }
}
