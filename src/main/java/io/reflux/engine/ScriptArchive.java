package io.reflux.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a TorchScript archive: tensors under dotted keys, numbers, and methods as TorchScript
 * text. Python's {@code torch.jit.load}, C++ and {@link Program} read it.
 *
 * <p>The dots of a key make modules inside modules, so that {@code state_dict()} of the loaded
 * module gives the same keys back. All methods belong to the outermost module and reach a tensor
 * with the expression of {@link #tensor(String)}. Two methods are added: {@code reflux_state}
 * (every tensor, in the order of the keys) and {@code reflux_overwrite} (copies a list of tensors,
 * in that order, into them).
 */
public final class ScriptArchive {
  /** Under {@code extra/}: the keys of all tensors, one a line, in order. */
  static final String STATE = "reflux-state";

  /** Under {@code extra/}: the names of the outputs of {@code forward}, one a line. */
  static final String OUTPUTS = "reflux-outputs";

  /** Under {@code extra/}: the keys of what forward gathers, each with the share that stays. */
  static final String GATHERED = "reflux-gathered";

  /** Under {@code extra/}: how often each column of what forward is told to keep is 0. */
  static final String DROPPED = "reflux-dropped";

  private static final String TOP = "Program";

  private static final int FIRST_VERSION = 3;

  private final ScriptModule top = new ScriptModule(TOP);
  private final Map<String, ScriptTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> extras = new LinkedHashMap<>();
  private int version = FIRST_VERSION;

  /** Adds a tensor under a dotted key, as {@code layer1.0.conv1.weight}. */
  public ScriptArchive with(String key, ScriptTensor tensor) {
    if (tensors.put(key, tensor) != null) {
      throw new IllegalArgumentException("archive: two tensors have the key " + key);
    }
    String[] names = key.split("\\.", -1);
    ScriptModule owner = top;
    for (int i = 0; i < names.length - 1; i++) {
      owner = owner.child(names[i]);
    }
    owner.tensors.put(names[names.length - 1], tensor);
    return this;
  }

  /** Adds a number that methods read as {@code self.<name>}, of TorchScript's type float. */
  public ScriptArchive number(String name, double value) {
    top.numbers.put(name, value);
    return this;
  }

  /** Adds a whole number that methods read as {@code self.<name>}, of TorchScript's type int. */
  public ScriptArchive whole(String name, long value) {
    top.numbers.put(name, value);
    return this;
  }

  /**
   * Adds a method.
   *
   * @param signature all after the name and {@code self}, as {@code forward(x: Tensor) -> Tensor}
   * @param lines the statements, without indentation of their own; the last one returns
   */
  public ScriptArchive method(String signature, List<String> lines) {
    int open = signature.indexOf('(') + 1;
    boolean alone = signature.charAt(open) == ')';
    StringBuilder text = new StringBuilder("  def ").append(signature, 0, open);
    text.append("self: __torch__.").append(TOP).append(alone ? "" : ", ");
    text.append(signature.substring(open)).append(":\n");
    lines.forEach(line -> text.append("    ").append(line).append('\n'));
    top.methods.add(text.toString());
    return this;
  }

  /**
   * Says that methods use operators as they are since a version of the format: loaders give to
   * those of an older file the arguments that they had then. No less than 3; torch 1.13 reads 10.
   */
  public ScriptArchive version(int least) {
    version = Math.max(version, least);
    return this;
  }

  /** Names what {@code forward} answers, in order. */
  public ScriptArchive outputs(List<String> names) {
    return extra(OUTPUTS, String.join("\n", names));
  }

  /**
   * Says what {@code forward} gathers in training mode: after a call a tensor is its old value
   * times a share, and something of the batch alone; a count (share 1) is the old one and 1.
   *
   * @param stays the share by key, 0 to 1
   */
  public ScriptArchive gathered(Map<String, Double> stays) {
    return extra(
        GATHERED,
        stays.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining("\n")));
  }

  /**
   * Says that {@code forward} takes, beside its input, a table of what it keeps of each row: 0
   * where something is left out, else 1 / (1 - rate).
   *
   * @param rates how often each column is 0
   */
  public ScriptArchive dropped(List<Double> rates) {
    return extra(DROPPED, rates.stream().map(String::valueOf).collect(Collectors.joining("\n")));
  }

  /** Adds a text file under {@code extra/}, which every loader can hand out. */
  public ScriptArchive extra(String name, String text) {
    extras.put(name, text);
    return this;
  }

  /** The TorchScript expression that reads the tensor of a key. */
  public static String tensor(String key) {
    String expression = "self";
    for (String name : key.split("\\.", -1)) {
      expression = ScriptModule.member(expression, name);
    }
    return expression;
  }

  /** Writes the archive; a file that is there is replaced. */
  public void write(Path file) throws IOException {
    if (!extras.containsKey(STATE)) {
      stateMethods();
      extra(STATE, String.join("\n", state()));
    }
    List<ScriptTensor> storages = new ArrayList<>();
    Pickle data = new Pickle();
    top.pickle(data, (out, tensor) -> pickle(out, tensor, storages));
    try (StoredZip zip = new StoredZip(file, "program")) {
      zip.add("data.pkl", data.end());
      zip.add("code/__torch__.py", top.source().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < storages.size(); i++) {
        zip.add("data/" + i, storages.get(i).stored());
      }
      zip.add("constants.pkl", new Pickle().emptyTuple().end());
      zip.add("version", (version + "\n").getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, String> each : extras.entrySet()) {
        zip.add("extra/" + each.getKey(), each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private List<String> state() {
    return tensors.entrySet().stream()
        .filter(each -> each.getValue().role() != ScriptTensor.Role.CONSTANT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void stateMethods() {
    List<String> reads = state().stream().map(ScriptArchive::tensor).toList();
    String all =
        reads.isEmpty() ? "annotate(List[Tensor], [])" : "[" + String.join(", ", reads) + "]";
    method("reflux_state() -> List[Tensor]", List.of("return " + all));
    List<String> copies = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      copies.add("_" + i + " = torch.copy_(" + reads.get(i) + ", values[" + i + "])");
    }
    copies.add("return annotate(List[Tensor], [])");
    method("reflux_overwrite(values: List[Tensor]) -> List[Tensor]", copies);
  }

  private static void pickle(Pickle out, ScriptTensor tensor, List<ScriptTensor> storages) {
    int number = storages.size();
    storages.add(tensor);
    HostTensor value = tensor.value();
    out.global("torch._utils", "_rebuild_tensor_v2").mark();
    out.mark().text("storage").global("torch", storage(value.type()));
    out.text(Integer.toString(number)).text("cpu").whole(value.count()).closeTuple();
    out.persistentId().whole(0).wholes(value.shape()).wholes(tensor.strides());
    out.flag(tensor.role() == ScriptTensor.Role.TRAINED);
    out.global("collections", "OrderedDict").emptyTuple().reduce().closeTuple().reduce();
  }

  private static String storage(ElementType type) {
    return switch (type) {
      case FLOAT64 -> "DoubleStorage";
      case FLOAT32 -> "FloatStorage";
      case FLOAT16 -> "HalfStorage";
      case BFLOAT16 -> "BFloat16Storage";
      case INT64 -> "LongStorage";
      case INT32 -> "IntStorage";
      case INT16 -> "ShortStorage";
      case INT8 -> "CharStorage";
      case UINT8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
    };
  }
}
