package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes uphill before a step and back again, as sharpness-aware minimisation does: w + rho g / |g|,
 * with |g| the length of all gradients together. (Foret et al.: Sharpness-Aware Minimization for
 * Efficiently Improving Generalization, ICLR 2021, equation 2 with p = 2; the summand 1e-12 as in
 * the widely used {@code davda54/sam}.)
 */
final class SharpnessProgram implements AutoCloseable {
  private static final List<String> COPIES =
      """
      all = annotate(List[Tensor], [])
      for i in range(len(params)):
        all.append(torch.clone(params[i]))
      return all
      """
          .lines()
          .toList();

  private static final List<String> CLIMB =
      """
      p = annotate(List[Tensor], [])
      g = annotate(List[Tensor], [])
      for i in range(len(params)):
        if torch._version(grads[i]) != seen[i]:
          p.append(params[i])
          g.append(grads[i])
      if len(g) > 0:
        norm = torch.norm(torch.stack(torch._foreach_norm(g)))
        torch._foreach_mul_(g, torch.reciprocal(norm + 1e-12) * radius)
        torch._foreach_add_(p, g)
        torch._foreach_zero_(g)
      versions = annotate(List[int], [])
      for i in range(len(grads)):
        versions.append(torch._version(grads[i]))
      versions.append(len(p))
      versions.append(len(g))
      return torch.tensor(versions)
      """
          .lines()
          .toList();

  private static final List<String> RETURN =
      """
      torch._foreach_copy_(params, before)
      return torch.tensor([len(params)])
      """
          .lines()
          .toList();

  private final TensorScope scope;
  private final double radius;
  private final Program program;

  /**
   * A way uphill of a fixed length.
   *
   * @param radius rho, above 0
   * @param owner the scope that will own the program
   */
  SharpnessProgram(double radius, TensorScope owner) {
    this.radius = radius;
    this.scope = owner;
    ScriptArchive archive = new ScriptArchive();
    archive.method("copies(params: List[Tensor]) -> List[Tensor]", COPIES);
    archive.method(
        "climb(params: List[Tensor], grads: List[Tensor], radius: float, seen: List[int]) -> Tensor",
        CLIMB);
    archive.method("put_back(params: List[Tensor], before: List[Tensor]) -> Tensor", RETURN);
    program = OptimizerProgram.load(archive, owner);
  }

  /**
   * Moves parameters uphill, along the gradients that they have gathered since the step before, has
   * others gathered there in their place, and puts the parameters back, to the bit.
   */
  void around(List<Remembered> candidates, Runnable gathering) {
    try (TensorScope call = scope.inner()) {
      List<Remembered> moved = new ArrayList<>();
      List<NDArray> gradients = new ArrayList<>();
      for (Remembered each : candidates) {
        Autograd.gradient(each.parameter, call.manager())
            .ifPresent(
                gradient -> {
                  moved.add(each);
                  gradients.add(gradient);
                });
      }
      if (moved.isEmpty()) {
        gathering.run();
        return;
      }
      List<NDArray> parameters = moved.stream().map(each -> each.parameter).toList();
      List<NDArray> before = copies(parameters, call);
      climb(moved, parameters, gradients, call);
      try {
        gathering.run();
      } finally {
        putBack(parameters, before, call);
      }
    }
  }

  private List<NDArray> copies(List<NDArray> parameters, TensorScope owner) {
    return List.copyOf(
        Autograd.paused(() -> program.call("copies").tensors(parameters).into(owner.manager())));
  }

  private void climb(
      List<Remembered> moved, List<NDArray> parameters, List<NDArray> gradients, TensorScope call) {
    long[] versions =
        Autograd.paused(
            () ->
                program
                    .call("climb")
                    .tensors(parameters)
                    .tensors(gradients)
                    .number(radius)
                    .wholes(moved.stream().mapToLong(each -> each.version).toArray())
                    .into(call.manager())
                    .head()
                    .toLongArray());
    for (int i = 0; i < moved.size(); i++) {
      moved.get(i).version = versions[i];
    }
  }

  private void putBack(List<NDArray> parameters, List<NDArray> before, TensorScope call) {
    Autograd.paused(
        () -> program.call("put_back").tensors(parameters).tensors(before).into(call.manager()));
  }

  @Override
  public void close() {
    program.close();
  }
}
