package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a file's tensors fit a network.
 *
 * @param fitting those that have a wanted name and its shape, in the wanted order
 * @param missing wanted names that the file hasn't
 * @param unexpected names in the file that aren't wanted
 * @param misshapen wanted names with another shape or type: {@code fc.weight: float32 [10, 512]
 *     (expected: float32 [5, 512])}
 */
public record KeyFit(
    NamedTensors fitting, List<String> missing, List<String> unexpected, List<String> misshapen) {
  private static final int SHOWN = 10;

  /**
   * Compares tensors with the wanted ones; floating types are converted. A wanted count of batches
   * ({@code num_batches_tracked}) is never missing: files before torch 0.4.1 have none.
   */
  public static KeyFit of(NamedTensors given, List<WantedTensor> wanted) {
    Map<String, HostTensor> fitting = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    Set<String> unexpected = new LinkedHashSet<>(given.names());
    for (WantedTensor place : wanted) {
      HostTensor tensor = given.tensors().get(place.name());
      unexpected.remove(place.name());
      if (tensor != null) {
        place
            .accept(tensor)
            .ifPresentOrElse(
                accepted -> fitting.put(place.name(), accepted),
                () -> misshapen.add(place.problem(tensor)));
      } else if (!place.known() && !place.name().endsWith("num_batches_tracked")) {
        missing.add(place.name());
      }
    }
    return new KeyFit(new NamedTensors(fitting), missing, new ArrayList<>(unexpected), misshapen);
  }

  /** The same without complaints about heads that the map leaves out. */
  KeyFit by(KeyMap keys, List<WantedTensor> wanted) {
    Set<String> own =
        wanted.stream()
            .filter(each -> keys.isOfBackbones() && !each.ofBackbone())
            .map(WantedTensor::name)
            .collect(Collectors.toSet());
    return new KeyFit(
        fitting,
        missing.stream().filter(name -> !own.contains(name)).toList(),
        unexpected.stream().filter(name -> !keys.isHead(name)).toList(),
        misshapen.stream()
            .filter(problem -> !own.contains(problem.substring(0, problem.indexOf(':'))))
            .toList());
  }

  /** True if nothing is missing, unexpected or misshapen. */
  public boolean isExact() {
    return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
  }

  /**
   * The fitting tensors.
   *
   * @param file the file they come from, for the message
   * @throws WeightsException if the fit isn't exact, with everything that is wrong
   */
  public NamedTensors exact(Path file) throws WeightsException {
    if (isExact()) {
      return fitting;
    }
    throw new WeightsException(
        file, report() + " (expected: the network's keys; weights-strict = false goes on without)");
  }

  /** What doesn't fit, in one line; empty if the fit is exact. */
  public String report() {
    List<String> parts = new ArrayList<>();
    add(parts, "missing", missing);
    add(parts, "unexpected", unexpected);
    add(parts, "other shapes", misshapen);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String what, List<String> names) {
    if (!names.isEmpty()) {
      String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
      String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
      parts.add(what + ": " + shown + more);
    }
  }
}
