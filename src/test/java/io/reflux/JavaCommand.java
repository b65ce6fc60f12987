package io.reflux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of processes of their own, with this one's Java and classes. */
public final class JavaCommand {
  /** For processes that live briefly: less is compiled, and not much memory taken. */
  public static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1", "-Xmx512m");

  private JavaCommand() {}

  /**
   * A command line that may grow.
   *
   * @param options of the virtual machine
   * @param words the program's own
   */
  public static List<String> of(List<String> options, Class<?> main, String... words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(options);
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(List.of(words));
    return all;
  }

  /** Options and more of them. */
  public static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }
}
