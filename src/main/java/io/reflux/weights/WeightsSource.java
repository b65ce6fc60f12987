package io.reflux.weights;

import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to take a network's weights from, as a pipeline file names it.
 *
 * @param file any file that {@link WeightsFile} reads
 * @param entry which of the file's networks; empty for the usual one
 * @param keys how its names become the network's
 * @param strict whether the names have to agree exactly
 */
public record WeightsSource(Path file, Optional<String> entry, KeyMap keys, boolean strict) {
  /** The key of the place where the file is published, for people who haven't got it. */
  public static final String URL = "weights-url";

  private static final Logger LOG = LoggerFactory.getLogger(WeightsSource.class);

  /**
   * Reads {@code weights}, {@code weights-entry}, {@code weights-keys} and {@code weights-strict};
   * empty without a file.
   *
   * @param found a file that the section names in another way than by {@code weights}
   */
  public static Optional<WeightsSource> read(Section section, Optional<Path> found) {
    section.allow(URL);
    KeyMap keys = section.oneOf("weights-keys", KeyMaps.all());
    boolean strict = section.flag("weights-strict");
    Optional<String> entry =
        section.has("weights-entry")
            ? Optional.of(section.text("weights-entry"))
            : Optional.empty();
    Optional<Path> named =
        section.has("weights") ? Optional.of(section.file("weights")) : Optional.empty();
    return found.or(() -> named).map(file -> new WeightsSource(file, entry, keys, strict));
  }

  /**
   * Reads the file and compares it with what is wanted. What stands in front of all names, because
   * the network was a part of something, is taken away; what lies beside the network is passed over
   * and told.
   *
   * @return the fit: exact if strict, else with what it lacks told in {@link KeyFit#report()}
   * @throws WeightsException if the file is refused, has several networks that fit, none of its
   *     tensors fits, or the fit has to be exact and isn't
   */
  public KeyFit load(List<WantedTensor> wanted) throws IOException {
    TakenWeights taken = WeightsFile.taken(file, entry);
    if (!taken.passedOver().isEmpty()) {
      LOG.warn(
          "{}: the weights under {} are taken; passed over: {} (weights-entry = one of these takes"
              + " it instead)",
          file,
          taken.entry(),
          String.join(", ", taken.passedOver()));
    }
    KeyFit fit = fit(taken.tensors(), wanted);
    if (strict) {
      exact(fit, taken.tensors(), wanted);
    } else if (fit.fitting().isEmpty()) {
      throw new WeightsException(
          file, "no tensor fits; " + fit.report() + " (expected: some of the network's keys)");
    }
    return fit;
  }

  private void exact(KeyFit fit, NamedTensors tensors, List<WantedTensor> wanted)
      throws WeightsException {
    if (!fit.isExact()) {
      Optional<String> other =
          KeyMaps.all().entrySet().stream()
              .filter(each -> fits(each.getValue(), tensors, wanted))
              .map(Map.Entry::getKey)
              .findFirst();
      throw new WeightsException(
          file,
          fit.report()
              + " (expected: the network's keys; "
              + other
                  .map(name -> "these names look like " + name + "'s: weights-keys = " + name)
                  .orElse("weights-strict = false goes on without")
              + ")");
    }
  }

  private boolean fits(KeyMap other, NamedTensors tensors, List<WantedTensor> wanted) {
    NamedTensors plain = Wrapper.plain(tensors);
    Wrapper wrapper = wrapper(plain, other, wanted);
    return !wrapper.chosen().isEmpty()
        && KeyFit.of(other.apply(plain.under(wrapper.chosen().get(0))), wanted)
            .by(other, wanted)
            .isExact();
  }

  /**
   * Compares tensors, as the file has them, with what is wanted, by the key map.
   *
   * @throws WeightsException if there are several networks that fit
   */
  public KeyFit fit(NamedTensors tensors, List<WantedTensor> wanted) throws WeightsException {
    NamedTensors network = network(Wrapper.plain(tensors), wanted);
    return KeyFit.of(keys.apply(network), wanted).by(keys, wanted);
  }

  /**
   * Which of the file's networks is taken, for people; nothing is compared with what is wanted.
   *
   * @throws WeightsException if the file is refused, or has several networks and nobody says which
   */
  public String choice() throws IOException {
    TakenWeights taken = WeightsFile.taken(file, entry);
    return file
        + (taken.entry().isEmpty() ? "" : ", " + taken.entry())
        + (taken.passedOver().isEmpty()
            ? ""
            : " (passed over: "
                + String.join(", ", taken.passedOver())
                + "; weights-entry takes another)");
  }

  private NamedTensors network(NamedTensors tensors, List<WantedTensor> wanted)
      throws WeightsException {
    Wrapper wrapper = wrapper(tensors, keys, wanted);
    if (wrapper.chosen().isEmpty()) {
      throw new WeightsException(
          file,
          "several networks that fit, whose names begin with "
              + String.join(", ", wrapper.prefixes())
              + " (expected: weights-entry = one of these, without its dot)");
    }
    String prefix = wrapper.chosen().get(0);
    NamedTensors network = tensors.under(prefix);
    if (!prefix.isEmpty()) {
      LOG.info("{}: {} is taken away from the names", file, prefix);
    }
    if (network.size() < tensors.size()) {
      LOG.warn("{}: passed over: {} tensors", file, tensors.size() - network.size());
    }
    return network;
  }

  private static Wrapper wrapper(NamedTensors tensors, KeyMap keys, List<WantedTensor> wanted) {
    return Wrapper.of(
        tensors.names(),
        keys,
        wanted.stream()
            .filter(each -> each.ofBackbone() || !keys.isOfBackbones())
            .filter(each -> !each.known())
            .map(WantedTensor::name)
            .filter(name -> !name.endsWith("num_batches_tracked"))
            .collect(Collectors.toSet()));
  }
}
