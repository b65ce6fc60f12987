package io.reflux.train;

import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an optimizer's step as a TorchScript program without tensors of its own.
 *
 * <p>Its method {@code step} takes lists: {@code n} parameters, their gradients, what is remembered
 * of them (all of the first slot, then all of the second…), how many belong to each group, a rate
 * and a decay for each group, the rule's numbers, the bounds on gradients, and the gradients'
 * versions after the step before. It updates in place, sets the gradients to zero and answers their
 * versions, followed by the number of gradients that were new and of parameters updated.
 *
 * <p>libtorch raises a tensor's version with every write. A gradient whose version did not change
 * got nothing from the latest backward pass; its parameter is left alone.
 */
final class OptimizerProgram {
  private static final String CLIP =
      """
      n = len(params)
      fresh = annotate(List[Tensor], [])
      for i in range(n):
        if torch._version(grads[i]) != seen[i]:
          fresh.append(grads[i])
      if bounds[0] > 0.:
        torch._foreach_clamp_min_(fresh, -bounds[0])
        torch._foreach_clamp_max_(fresh, bounds[0])
      if bounds[1] > 0.:
        if len(fresh) > 0:
          norm = torch.norm(torch.stack(torch._foreach_norm(fresh)))
          scale = torch.clamp(torch.reciprocal(norm + 1e-6) * bounds[1], None, 1.)
          torch._foreach_mul_(fresh, scale)
      """;

  private static final String GROUP_BEGINS =
      """
      begin = 0
      done = 0
      for k in range(len(counts)):
        end = begin + counts[k]
        p = annotate(List[Tensor], [])
        g = annotate(List[Tensor], [])
      """;

  private static final String PICK =
      """
        for i in range(begin, end):
          if torch._version(grads[i]) != seen[i]:
            p.append(params[i])
            g.append(grads[i])
      """;

  private static final String END =
      """
        begin = end
      torch._foreach_zero_(grads)
      versions = annotate(List[int], [])
      for i in range(n):
        versions.append(torch._version(grads[i]))
      versions.append(len(fresh))
      versions.append(done)
      return torch.tensor(versions)
      """;

  private static final String ZEROS =
      """
      all = annotate(List[Tensor], [])
      for i in range(len(params)):
        all.append(torch.zeros_like(params[i]))
      return all
      """;

  private static final String CLEAR =
      """
      cleared = torch.zero_(gradient)
      return torch.tensor([torch._version(cleared)])
      """;

  private static final String COPY =
      """
      torch._foreach_copy_(to, values)
      return torch.tensor([len(to)])
      """;

  private OptimizerProgram() {}

  static Program load(UpdateRule rule, TensorScope scope) {
    return load(archive(rule), scope);
  }

  static ScriptArchive archive(UpdateRule rule) {
    ScriptArchive archive = new ScriptArchive();
    List<String> update = new ArrayList<>(rule.script().lines().toList());
    update.add("return len(p)");
    archive.method(updateSignature(rule), update);
    archive.method(
        "step(params: List[Tensor], grads: List[Tensor], state: List[Tensor], counts: List[int], "
            + "rates: List[float], decays: List[float], c: List[float], bounds: List[float], "
            + "seen: List[int]) -> Tensor",
        stepLines(rule));
    archive.method("clear(gradient: Tensor) -> Tensor", CLEAR.lines().toList());
    archive.method("zeros(params: List[Tensor]) -> List[Tensor]", ZEROS.lines().toList());
    archive.method("copy(to: List[Tensor], values: List[Tensor]) -> Tensor", COPY.lines().toList());
    return archive;
  }

  static Program load(ScriptArchive archive, TensorScope scope) {
    try {
      Path file = Files.createTempFile("reflux-program", ".pt");
      try {
        archive.write(file);
        return Program.load(file, scope);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load an optimizer's program: " + e.getMessage(), e);
    }
  }

  private static String updateSignature(UpdateRule rule) {
    String slots =
        rule.slots().stream()
            .map(slot -> ", " + slot.name() + ": List[Tensor]")
            .collect(Collectors.joining());
    return "update(p: List[Tensor], g: List[Tensor]"
        + slots
        + ", lr: float, decay: float, c: List[float]) -> int";
  }

  /*
   * The lists p and fresh are made here, and nothing that is answered holds their tensors. Without
   * the use of their lengths in the answer, libtorch's dead code elimination, which does not follow
   * writes through lists, would drop the update.
   */
  private static List<String> stepLines(UpdateRule rule) {
    List<String> lines = new ArrayList<>();
    lines.addAll(CLIP.lines().toList());
    lines.addAll(GROUP_BEGINS.lines().toList());
    rule.slots().forEach(slot -> lines.add("  " + slot.name() + " = annotate(List[Tensor], [])"));
    lines.addAll(PICK.lines().toList());
    for (int i = 0; i < rule.slots().size(); i++) {
      lines.add("      " + rule.slots().get(i).name() + ".append(state[" + i + " * n + i])");
    }
    String slots =
        rule.slots().stream().map(slot -> slot.name() + ", ").collect(Collectors.joining());
    lines.add("  if len(p) > 0:");
    lines.add("    done = done + self.update(p, g, " + slots + "rates[k], decays[k], c)");
    lines.addAll(END.lines().toList());
    return lines;
  }
}
