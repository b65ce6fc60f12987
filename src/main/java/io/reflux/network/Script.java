package io.reflux.network;

import io.reflux.engine.ElementType;
import io.reflux.engine.ScriptArchive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The TorchScript text of a program while its operations write themselves, line after line. */
final class Script {
  /** The keys of the two constants that normalise pixels. */
  static final String OFFSET = "input_offset";

  static final String SCALE = "input_scale";

  private final Lowering lowering;
  private final NormFreeze freeze;
  private final boolean reversed;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, ElementType> types = new HashMap<>();
  private final Map<String, ElementType> stored = new LinkedHashMap<>();
  private final Gathering gathering;
  private final Set<String> methods = new LinkedHashSet<>();
  private final Map<String, String> elsewhere = new HashMap<>();
  private List<Boolean> overwritable = List.of();
  private int part;
  private int next;
  private int version;

  Script(Lowering lowering, Network network) {
    this.lowering = lowering;
    this.freeze = network.freeze();
    gathering = new Gathering(freeze);
    this.reversed = network.normalization().reversed();
  }

  /** The part of the batch whose operations write themselves next. */
  void part(int number) {
    part = number;
  }

  /** True if batch norm takes its statistics from several parts of a batch together. */
  boolean synchronises() {
    return lowering.parts() > 1 && !batchStatistics().equals("False");
  }

  /** A tensor of the first device, on that of the part. */
  String here(String tensor) {
    return part == 0
        ? tensor
        : elsewhere.computeIfAbsent(part + tensor, name -> assign(on(tensor, input())));
  }

  /** The expression of a tensor on the device of another. */
  static String on(String tensor, String other) {
    return "torch.to(" + tensor + ", ops.prim.device(" + other + "))";
  }

  /** The table of what is kept of each row of the part, (rows, columns). */
  String kept() {
    return lowering.parts() == 1 ? Drop.KEPT : Drop.KEPT + "[" + part + "]";
  }

  private String input() {
    return lowering.parts() == 1 ? "input" : "inputs[" + part + "]";
  }

  /** A statement that assigns nothing that is read. */
  void statement(String statement) {
    lines.add(statement);
  }

  /** Assigns two results of an expression of the exact type. */
  List<String> two(String expression) {
    List<String> variables = List.of("x" + next++, "x" + next++);
    lines.add(String.join(", ", variables) + ", = " + expression);
    variables.forEach(variable -> types.put(variable, exact()));
    return variables;
  }

  /** What may be overwritten by the operation that writes itself next. */
  void overwritable(List<Boolean> inputs) {
    overwritable = inputs;
  }

  boolean mayOverwrite(int input) {
    return overwritable.get(input);
  }

  /** Assigns an expression of the exact type. */
  String line(String expression) {
    String variable = assign(expression);
    types.put(variable, exact());
    return variable;
  }

  /** Assigns an expression of the same type as another variable. */
  String like(String other, String expression) {
    ElementType type = type(other);
    String variable = assign(expression);
    types.put(variable, type);
    return variable;
  }

  /** Assigns the first of the two results of an expression of the exact type. */
  String first(String expression) {
    String variable = "x" + next++;
    lines.add(variable + ", _, = " + expression);
    types.put(variable, exact());
    return variable;
  }

  /** Assigns an expression that is a whole number. */
  String whole(String expression) {
    return assign(expression);
  }

  /** A variable in the trunk's type. */
  String compute(String variable) {
    return cast(variable, compute());
  }

  /** A variable in the exact type. */
  String exact(String variable) {
    return cast(variable, exact());
  }

  /** A variable in the type of another. */
  String typed(String variable, String other) {
    return cast(variable, type(other));
  }

  /** True if oneDNN's own operations may be called: on the processor, by libtorch 2. */
  boolean callsOneDnn() {
    return lowering.use() == Lowering.Use.LANE;
  }

  /** True if the trunk's type is coarser than the exact one. */
  boolean rounds() {
    return compute() != exact();
  }

  /** What is written. */
  Lowering lowering() {
    return lowering;
  }

  /** A tensor in the trunk's type. */
  String computed(Key key) {
    String read = here(ScriptArchive.tensor(key.name()));
    if (lowering.use().frozen() || compute() == exact()) {
      stored.put(key.name(), compute());
      return read;
    }
    stored.put(key.name(), exact());
    return "torch.to(" + read + ", " + Precision.code(compute()) + ")";
  }

  /**
   * Notes that the statements call a method of the program.
   *
   * @param method its signature and its statements, a line each, as {@link ScriptArchive#method}
   *     takes them
   */
  void calls(String method) {
    methods.add(method);
  }

  /** Hands the methods that the statements call to their program. */
  void methodsInto(ScriptArchive archive) {
    for (String method : methods) {
      List<String> called = method.lines().toList();
      archive.method(called.get(0), called.subList(1, called.size()));
    }
  }

  /** A tensor in the exact type. */
  String exact(Key key) {
    stored.put(key.name(), key.type(exact()));
    return here(ScriptArchive.tensor(key.name()));
  }

  /** The expression that says whether batch norm takes its statistics from the batch. */
  String batchStatistics() {
    boolean gathers = lowering.use() == Lowering.Use.TRAINING && freeze == NormFreeze.NONE;
    return gathers ? "self.training" : "False";
  }

  /** Notes that a batch norm gathers its statistics, and counts its batches. */
  void gathersStatistics(BatchNorm norm) {
    if (lowering.use() == Lowering.Use.TRAINING) {
      gathering.of(norm, exact(norm.count()));
    }
  }

  /** The keys of what training gathers, and the share of each that stays; empty otherwise. */
  Map<String, Double> gathered() {
    return gathering.shares();
  }

  /** The input as maps of channels, normalised, channels last in memory. */
  String image() {
    if (lowering.input() == Lowering.Input.PIXELS) {
      String channels =
          "torch.permute(" + (reversed ? "torch.flip(" + input() + ", [3])" : input());
      String raw = assign("torch.to(" + channels + ", [0, 3, 1, 2]), " + code(exact()) + ")");
      types.put(raw, exact());
      String centred = "torch.sub(%s, %s)".formatted(raw, here("self." + OFFSET));
      return line("torch.mul(%s, %s)".formatted(centred, here("self." + SCALE)));
    }
    return line(
        "torch.contiguous(torch.to(" + input() + ", " + code(exact()) + "), memory_format=2)");
  }

  /** The input as vectors. */
  String vector() {
    return line("torch.to(" + input() + ", " + code(exact()) + ")");
  }

  /** The statements, closed by the return of some variables in the exact type, part by part. */
  List<String> returning(List<List<String>> variables) {
    List<String> results = variables.stream().map(this::joined).toList();
    List<String> all = new ArrayList<>(lines);
    all.addAll(gathering.counting());
    String joined = String.join(", ", results);
    all.add(results.size() == 1 ? "return " + joined : "return (" + joined + ")");
    return all;
  }

  /** Notes that the statements use an operator as it is since a version of the format. */
  void since(int least) {
    version = Math.max(version, least);
  }

  /** The version of the format that the statements are written for; 0 for any. */
  int version() {
    return version;
  }

  /** The tensors that the statements read, and the type in which they expect them. */
  Map<String, ElementType> stored() {
    return stored;
  }

  /** A floating literal. */
  static String number(double value) {
    return Double.toString(value).toLowerCase(Locale.ROOT);
  }

  /** A truth literal. */
  static String flag(boolean flag) {
    return flag ? "True" : "False";
  }

  private String joined(List<String> parts) {
    List<String> exact = parts.stream().map(this::exact).toList();
    if (exact.size() == 1) {
      return exact.get(0);
    }
    String first = exact.get(0);
    List<String> there = exact.stream().map(each -> on(each, first)).toList();
    return assign("torch.cat([" + String.join(", ", there) + "])");
  }

  private String cast(String variable, ElementType type) {
    if (type(variable) == type) {
      return variable;
    }
    String result = assign("torch.to(" + variable + ", " + code(type) + ")");
    types.put(result, type);
    return result;
  }

  private String assign(String expression) {
    String variable = "x" + next++;
    lines.add(variable + " = " + expression);
    return variable;
  }

  private ElementType type(String variable) {
    return types.getOrDefault(variable, exact());
  }

  private ElementType compute() {
    return lowering.precision().compute();
  }

  private ElementType exact() {
    return lowering.precision().exact();
  }

  private static int code(ElementType type) {
    return Precision.code(type);
  }
}
