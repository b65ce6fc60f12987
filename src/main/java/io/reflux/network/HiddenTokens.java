package io.reflux.network;

import java.util.List;

/**
 * Tokens of which some are replaced by a learnt one, as masked image modelling hides patches (Zhou
 * et al., iBOT, 2022; DINOv2): those whose number, counted over all rows of a batch, leaves a given
 * rest. (n, places, width) → (n, places, width).
 *
 * @param token what stands in their place, (1, width)
 * @param every the divisor
 * @param rest of the numbers of hidden tokens, from 0
 */
record HiddenTokens(Key token, int every, int rest) implements Operation {
  @Override
  public List<Key> keys() {
    return List.of(token);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String rows = script.line("torch.flatten(" + x + ", 0, 1)");
    String ones = script.line("torch.ones_like(torch.select(" + rows + ", 1, 0))");
    String numbers = script.line("torch.sub(torch.cumsum(" + ones + ", 0), 1)");
    String hidden = "torch.eq(torch.remainder(%s, %d), %d)".formatted(numbers, every, rest);
    String shown =
        script.line(
            "torch.where(torch.unsqueeze(%s, 1), %s, %s)"
                .formatted(hidden, script.exact(token), rows));
    return script.line("torch.view_as(" + shown + ", " + x + ")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("hidden tokens are no part of a model that leaves");
  }
}
