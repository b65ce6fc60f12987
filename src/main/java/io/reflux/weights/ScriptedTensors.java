package io.reflux.weights;

import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Placeholder;
import io.reflux.weights.PickleValue.Tensor;
import io.reflux.weights.PickleValue.Text;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The tensors of a TorchScript program, as OpenAI publishes CLIP: modules inside modules become
 * dotted names. Nothing of the program is run, or looked at.
 */
final class ScriptedTensors {
  /** With what the names of a program's own classes begin. */
  private static final String PROGRAM = "__torch__.";

  private static final int MOST_LEVELS = 64;

  private final Mapping named = new Mapping(true);
  private final Set<Mapping> entered = Collections.newSetFromMap(new IdentityHashMap<>());
  private int level;

  private ScriptedTensors() {}

  /** True for the outermost module of a program. */
  static boolean are(Placeholder object) {
    return object.className().startsWith(PROGRAM);
  }

  /** A program's tensors by name. */
  static Mapping of(Placeholder program) {
    ScriptedTensors tensors = new ScriptedTensors();
    tensors.enter("", program);
    return tensors.named;
  }

  /** Notes a tensor. */
  void add(String name, Tensor tensor) {
    named.put(new Text(name), tensor);
  }

  /** Goes through what a module holds; each once, since modules may hold one another. */
  void enter(String name, Placeholder module) {
    Mapping attributes = module.attributes();
    if (level == MOST_LEVELS || !entered.add(attributes)) {
      return;
    }
    level++;
    for (int i = 0; i < attributes.keys().size(); i++) {
      String own = attributes.keys().get(i).text();
      attributes.values().get(i).addTo(this, name.isEmpty() ? own : name + "." + own);
    }
    level--;
  }
}
