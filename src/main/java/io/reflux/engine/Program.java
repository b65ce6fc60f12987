package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A loaded TorchScript program: one of {@link ScriptArchive}'s, or anybody's.
 *
 * <p>It starts in evaluation mode. Its tensors live in the scope it was loaded into, on that
 * scope's device, until it is closed. For one thread at a time.
 */
public final class Program implements AutoCloseable {
  private final PtSymbolBlock module;
  private final NDManager owner;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private final Map<String, Double> gathered = new LinkedHashMap<>();
  private final List<Double> dropped;

  private Program(PtSymbolBlock module, NDManager owner, Path archive) throws IOException {
    this.module = module;
    this.owner = owner;
    List<String> methods = List.of(JniUtils.getMethodNames(module));
    List<String> keys = lines(archive, ScriptArchive.STATE);
    NDList listed = JniUtils.moduleGetParams(module, (PtNDManager) owner);
    if (methods.contains("reflux_state")) {
      NDList all = run("reflux_state", new NDList(), owner);
      for (int i = 0; i < all.size(); i++) {
        NDArray array = all.get(i);
        array.setName(keys.get(i));
        state.put(keys.get(i), array);
        if (array.hasGradient()) {
          parameters.put(keys.get(i), array);
        }
      }
      listed.close();
    } else {
      listed.forEach(array -> state.put(array.getName(), array));
      listed.stream().filter(NDArray::hasGradient).forEach(a -> parameters.put(a.getName(), a));
    }
    for (String line : lines(archive, ScriptArchive.GATHERED)) {
      int space = line.lastIndexOf(' ');
      gathered.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
    }
    dropped = lines(archive, ScriptArchive.DROPPED).stream().map(Double::valueOf).toList();
  }

  /**
   * Loads an archive onto the scope's device, in evaluation mode.
   *
   * @throws IOException if the file is missing, or isn't a TorchScript archive that loads here
   */
  public static Program load(Path archive, TensorScope scope) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new IOException(archive + ": no such file (expected: a TorchScript archive)");
    }
    NDManager owner = scope.manager().newSubManager();
    owner.setName("program " + archive.getFileName());
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(
              (PtNDManager) owner, archive, true, new String[0], new String[0], true);
      return new Program(module, owner, archive);
    } catch (ai.djl.engine.EngineException | IOException e) {
      owner.close();
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(
          archive + ": " + reason + " (expected: a TorchScript archive that loads here)", e);
    }
  }

  /**
   * As {@link #load}, of a program of anybody's: whichever devices it names, the scope's is meant.
   *
   * @throws IOException as {@link #load}
   */
  public static Program loadAnybodys(Path archive, TensorScope scope) throws IOException {
    if (!Files.isRegularFile(archive)) {
      return load(archive, scope);
    }
    Optional<Path> copy = DeviceLiterals.retargeted(archive, scope.device());
    try {
      return load(copy.orElse(archive), scope);
    } finally {
      if (copy.isPresent()) {
        Files.delete(copy.get());
      }
    }
  }

  /** What learns, by key: the program's own tensors, which gather gradients. */
  public Map<String, NDArray> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * The program's own tensors by key, parameters and buffers. Of a program that {@link
   * ScriptArchive} didn't write, the parameters only.
   */
  public Map<String, NDArray> state() {
    return Collections.unmodifiableMap(state);
  }

  /**
   * What a call in training mode gathers, by key, as {@link ScriptArchive#gathered} said it: the
   * share of the old value that stays.
   */
  public Map<String, Double> gathered() {
    return Collections.unmodifiableMap(gathered);
  }

  /**
   * How often each column is 0 of what {@code forward} takes beside its input, as {@link
   * ScriptArchive#dropped} said it; empty if it takes nothing beside it.
   */
  public List<Double> dropped() {
    return dropped;
  }

  /** Copies of all of {@link #state()}. */
  public Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    state.forEach((key, array) -> copies.put(key, HostTensor.copyOf(array)));
    return copies;
  }

  /**
   * Copies values into all of {@link #state()}, in place.
   *
   * @throws IllegalArgumentException if a key is missing or a shape differs
   */
  public void restore(Map<String, HostTensor> values) {
    try (NDManager temporary = owner.newSubManager()) {
      List<NDArray> list = new ArrayList<>();
      for (Map.Entry<String, NDArray> each : state.entrySet()) {
        HostTensor value = values.get(each.getKey());
        if (value == null) {
          throw new IllegalArgumentException(each.getKey() + ": missing (expected: a tensor)");
        }
        NDArray copy = value.toNative(temporary);
        if (!copy.getShape().equals(each.getValue().getShape())) {
          throw new IllegalArgumentException(
              each.getKey()
                  + ": "
                  + copy.getShape()
                  + " (expected: "
                  + each.getValue().getShape()
                  + ")");
        }
        list.add(copy);
      }
      Autograd.paused(() -> call("reflux_overwrite").tensors(list).into(temporary));
    }
  }

  /** Batch norm takes its statistics from the batch, and gathers them. */
  public void train() {
    JniUtils.enableTrainingMode(module);
  }

  /** Batch norm uses the statistics it has gathered. */
  public void eval() {
    JniUtils.enableInferenceMode(module);
  }

  /**
   * Runs a method on tensors; gradients are recorded if the calling thread's mode says so.
   *
   * @return what it answers, owned by the manager of the first input
   */
  public NDList run(String method, NDList inputs) {
    return run(method, inputs, inputs.head().getManager());
  }

  /** As {@link #run(String, NDList)}, with another owner of what comes out. */
  public NDList run(String method, NDList inputs, NDManager target) {
    Call call = call(method);
    inputs.forEach(call::tensor);
    return call.into(target);
  }

  /** A call of a method with other arguments than tensors alone; gradients as the thread's mode. */
  public Call call(String method) {
    return new Call(module, new NativeCall.Method(method, true));
  }

  /**
   * Runs {@code forward} without a graph: the tensors that come out can enter none.
   *
   * @return what it answers, owned by the manager of the first input
   */
  public NDList infer(NDList inputs) {
    return Autograd.paused(() -> run("forward", inputs));
  }

  /** Frees the program and its tensors. */
  @Override
  public void close() {
    owner.close();
  }

  /**
   * A text that an archive carries under {@code extra/}, as {@link ScriptArchive#extra} added it.
   *
   * @throws IOException if the file isn't an archive
   */
  public static Optional<String> extra(Path archive, String name) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith("/extra/" + name)) {
          byte[] text = zip.getInputStream(entry).readAllBytes();
          return Optional.of(new String(text, StandardCharsets.UTF_8));
        }
      }
      return Optional.empty();
    }
  }

  private static List<String> lines(Path archive, String extra) throws IOException {
    return extra(archive, extra).map(text -> text.lines().toList()).orElse(List.of());
  }
}
