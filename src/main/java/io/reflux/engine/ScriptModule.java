package io.reflux.engine;

import static io.reflux.engine.ScriptTensor.Role.BUFFER;
import static io.reflux.engine.ScriptTensor.Role.FROZEN;
import static io.reflux.engine.ScriptTensor.Role.TRAINED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One module of an archive: its own tensors and numbers, and the modules inside it. */
final class ScriptModule {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  final String className;
  final Map<String, ScriptTensor> tensors = new LinkedHashMap<>();
  final Map<String, Object> numbers = new LinkedHashMap<>();
  final Map<String, ScriptModule> children = new LinkedHashMap<>();
  final List<String> methods = new ArrayList<>();

  ScriptModule(String className) {
    this.className = className;
  }

  ScriptModule child(String name) {
    return children.computeIfAbsent(
        name, n -> new ScriptModule(className + "_" + n.replaceAll("[^A-Za-z0-9_]", "_")));
  }

  /** The expression that reads a member, as {@code self.conv} or {@code getattr(self, "0")}. */
  static String member(String owner, String name) {
    return IDENTIFIER.matcher(name).matches()
        ? owner + "." + name
        : "getattr(" + owner + ", \"" + name + "\")";
  }

  /** The text of this class and, before it, of the classes inside. */
  String source() {
    StringBuilder text = new StringBuilder();
    children.values().forEach(child -> text.append(child.source()));
    text.append("class ").append(className).append("(Module):\n");
    text.append("  __parameters__ = [").append(names(TRAINED, FROZEN)).append("]\n");
    text.append("  __buffers__ = [").append(names(BUFFER)).append("]\n");
    text.append("  __annotations__ = []\n");
    tensors.keySet().forEach(name -> declare(text, name, "Tensor"));
    declare(text, "training", "bool");
    declare(text, "_is_full_backward_hook", "Optional[bool]");
    numbers.forEach((name, value) -> declare(text, name, typeOf(value)));
    children.forEach((name, child) -> declare(text, name, "__torch__." + child.className));
    methods.forEach(text::append);
    return text.toString();
  }

  /** Pickles the module as an object of its class. */
  void pickle(Pickle out, TensorPickler pickler) {
    out.global("__torch__", className).emptyTuple().newObject().emptyDict().mark();
    tensors.forEach((name, tensor) -> pickler.pickle(out.text(name), tensor));
    out.text("training").flag(true).text("_is_full_backward_hook").none();
    numbers.forEach((name, value) -> pickleNumber(out.text(name), value));
    children.forEach((name, child) -> child.pickle(out.text(name), pickler));
    out.closeItems().build();
  }

  /** Pickles one tensor by reference to its storage. */
  interface TensorPickler {
    void pickle(Pickle out, ScriptTensor tensor);
  }

  private String names(ScriptTensor.Role... roles) {
    StringBuilder text = new StringBuilder();
    tensors.forEach(
        (name, tensor) -> {
          if (List.of(roles).contains(tensor.role())) {
            text.append('"').append(name).append("\", ");
          }
        });
    return text.toString();
  }

  private static void declare(StringBuilder text, String name, String type) {
    if (IDENTIFIER.matcher(name).matches()) {
      text.append("  ").append(name).append(" : ").append(type).append('\n');
    } else {
      text.append("  __annotations__[\"").append(name).append("\"] = ").append(type).append('\n');
    }
  }

  private static String typeOf(Object value) {
    return value instanceof Double ? "float" : value instanceof Long ? "int" : "bool";
  }

  private static void pickleNumber(Pickle out, Object value) {
    if (value instanceof Double number) {
      out.number(number);
    } else if (value instanceof Long whole) {
      out.whole(whole);
    } else {
      out.flag((Boolean) value);
    }
  }
}
