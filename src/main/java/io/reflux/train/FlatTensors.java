package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Call;
import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Many tensors as one, so that they travel between devices at once: all elements, tensor after
 * tensor, filters with their channels last. For one thread at a time.
 */
final class FlatTensors implements AutoCloseable {
  /** Filters lie with their channels last: in that order they are one piece of memory. */
  private static final String DENSE =
      """
      if torch.dim(x) == 4:
        y = torch.permute(x, [0, 2, 3, 1])
      else:
        y = x
      return y
      """;

  private static final String PACK =
      """
      parts = annotate(List[Tensor], [])
      for i in range(len(all)):
        parts.append(torch.reshape(self.dense(all[i]), [-1]))
      return torch.cat(parts)
      """;

  private static final String EACH =
      """
      at = 0
      for i in range(len(own)):
        to = self.dense(own[i])
        end = at + torch.numel(to)
        part = torch.reshape(torch.slice(flat, 0, at, end), torch.size(to))
        WRITE
        at = end
      return torch.tensor([at])
      """;

  private static final String CLEAR =
      """
      torch._foreach_zero_(all)
      return torch.tensor([len(all)])
      """;

  private static final String VERSIONS =
      """
      versions = annotate(List[int], [])
      for i in range(len(all)):
        versions.append(torch._version(all[i]))
      return torch.tensor(versions)
      """;

  private final TensorScope scope;
  private final Program program;

  FlatTensors(TensorScope owner) {
    scope = owner.inner();
    ScriptArchive archive =
        new ScriptArchive()
            .method("dense(x: Tensor) -> Tensor", DENSE.lines().toList())
            .method("pack(all: List[Tensor]) -> Tensor", PACK.lines().toList())
            .method("clear(all: List[Tensor]) -> Tensor", CLEAR.lines().toList())
            .method("versions(all: List[Tensor]) -> Tensor", VERSIONS.lines().toList());
    each(archive, "add", "", "_0 = torch.add_(to, part)");
    each(archive, "copy", "", "_0 = torch.copy_(to, part)");
    each(
        archive,
        "follow",
        ", stays: List[float]",
        "_0 = torch.add_(torch.mul_(to, stays[i]), part)");
    program = OptimizerProgram.load(archive, scope);
  }

  private static void each(ScriptArchive archive, String name, String more, String write) {
    archive.method(
        name + "(own: List[Tensor], flat: Tensor" + more + ") -> Tensor",
        EACH.replace("WRITE", write).lines().toList());
  }

  /** The elements of tensors of one type, copied. */
  NDArray packed(List<NDArray> tensors, TensorScope owner) {
    return Autograd.paused(
        () -> program.call("pack").tensors(tensors).into(owner.manager()).head());
  }

  /** Adds to each tensor its part. */
  void add(List<NDArray> tensors, NDArray flat) {
    write("add", tensors, flat, call -> call);
  }

  /** Makes each tensor its part. */
  void overwrite(List<NDArray> tensors, NDArray flat) {
    write("copy", tensors, flat, call -> call);
  }

  /** Makes each tensor a share of itself, and its part. */
  void follow(List<NDArray> tensors, NDArray flat, double[] stays) {
    write("follow", tensors, flat, call -> call.numbers(stays));
  }

  /** Sets tensors to zero. */
  void clear(List<NDArray> tensors) {
    if (!tensors.isEmpty()) {
      done(program.call("clear").tensors(tensors));
    }
  }

  /** How often each tensor has been written to. */
  long[] versions(List<NDArray> tensors) {
    try (TensorScope call = scope.inner()) {
      return Autograd.paused(
          () ->
              program.call("versions").tensors(tensors).into(call.manager()).head().toLongArray());
    }
  }

  @Override
  public void close() {
    program.close();
    scope.close();
  }

  private void write(String how, List<NDArray> tensors, NDArray flat, UnaryOperator<Call> more) {
    done(more.apply(program.call(how).tensors(tensors).tensor(flat)));
  }

  private void done(Call written) {
    try (TensorScope call = scope.inner()) {
      Autograd.paused(() -> written.into(call.manager()));
    }
  }
}
