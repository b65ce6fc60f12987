package io.reflux.weights;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What other programs put in front of a network's names, because it was a part of something: {@code
 * module.}, {@code model.}, {@code backbone.} and any other, also several of them. It is told by
 * the names alone: that under which the most of a network's names are found.
 */
record Wrapper(List<String> prefixes) {
  /** Parts of names that compiling and sharding put anywhere. */
  private static final List<String> ANYWHERE =
      List.of("_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.");

  /** What a sole network is usually called; a second one beside it has another name. */
  private static final Set<String> USUAL =
      Set.of("module", "model", "backbone", "net", "network", "encoder");

  /**
   * Finds under which prefixes a network's names are: one in most files, several if the file has
   * several networks of the kind; the empty one if its names are there as they are.
   *
   * @param keys how the file's names become the network's, once the wrapper is away
   * @param wanted the network's names
   */
  static Wrapper of(Set<String> names, KeyMap keys, Set<String> wanted) {
    Map<String, Set<String>> found = new HashMap<>();
    for (String name : names) {
      for (int begin = 0; begin >= 0; begin = next(name, begin)) {
        String prefix = name.substring(0, begin);
        keys.rename(name.substring(begin))
            .filter(wanted::contains)
            .ifPresent(known -> found.computeIfAbsent(prefix, p -> new HashSet<>()).add(known));
      }
    }
    int most = found.values().stream().mapToInt(Set::size).max().orElse(0);
    boolean asTheyAre = found.getOrDefault("", Set.of()).size() == most;
    if (asTheyAre || 2 * most < wanted.size()) {
      return new Wrapper(List.of(""));
    }
    List<String> all =
        found.keySet().stream().filter(p -> size(found, p) == most).sorted().toList();
    // A key map may take a prefix away itself; then the names fit with it and without.
    return new Wrapper(
        all.stream()
            .filter(p -> all.stream().noneMatch(o -> !o.equals(p) && p.startsWith(o)))
            .toList());
  }

  /** The names without what compiling and sharding put into them. */
  static NamedTensors plain(NamedTensors tensors) {
    Set<String> names = tensors.names().stream().map(Wrapper::plain).collect(Collectors.toSet());
    return names.size() == tensors.size() ? tensors.renamed(Wrapper::plain) : tensors;
  }

  /** The prefix to take away: the only one, or the only usual one of several; else none. */
  List<String> chosen() {
    List<String> usual = prefixes.stream().filter(Wrapper::isUsual).toList();
    return prefixes.size() == 1 ? prefixes : usual.size() == 1 ? usual : List.of();
  }

  private static boolean isUsual(String prefix) {
    return USUAL.containsAll(List.of(prefix.split("\\.")));
  }

  private static int size(Map<String, Set<String>> found, String prefix) {
    return found.getOrDefault(prefix, Set.of()).size();
  }

  private static int next(String name, int begin) {
    int dot = name.indexOf('.', begin);
    return dot < 0 ? -1 : dot + 1;
  }

  private static String plain(String name) {
    String plain = "." + name;
    for (String part : ANYWHERE) {
      plain = plain.replace("." + part, ".");
    }
    return plain.substring(1);
  }
}
