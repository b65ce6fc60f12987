package io.reflux.keep;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of another process of this program.
 *
 * @param java the program, its options, the class path and the main class
 */
public record ChildCommand(List<String> java) {
  /** Debuggers and agents listen on a port of their own: a second process would find it taken. */
  private static final List<String> NOT_TWICE = List.of("-agentlib:", "-agentpath:", "-javaagent:");

  /** This process's Java, with the same options and classes. */
  public static ChildCommand likeThis(String mainClass) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> NOT_TWICE.stream().noneMatch(option::startsWith))
        .forEach(words::add);
    words.add("-classpath");
    words.add(System.getProperty("java.class.path"));
    words.add(mainClass);
    return new ChildCommand(List.copyOf(words));
  }

  /** With a command's own words. */
  public List<String> with(List<String> words) {
    List<String> all = new ArrayList<>(java);
    all.addAll(words);
    return all;
  }
}
