package io.reflux.network;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.weights.KeyFit;
import io.reflux.weights.SafetensorsFile;
import io.reflux.weights.WantedTensor;
import io.reflux.weights.WeightsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a network's weights begin: drawn, or read from the file that the pipeline names. */
public final class FirstWeights {
  private static final Logger LOG = LoggerFactory.getLogger(FirstWeights.class);

  private FirstWeights() {}

  /** A tensor for each of the network's keys; what the file lacks is drawn. */
  public static Map<String, HostTensor> of(
      NetworkSettings settings, Network network, Chance chance) {
    Map<String, HostTensor> weights = new LinkedHashMap<>(network.initialWeights(chance));
    settings.weights().ifPresent(source -> weights.putAll(read(source, network, false)));
    return weights;
  }

  /**
   * A tensor for each of the network's keys, all of them out of the file: of a network that learns
   * nothing, no embedding layer may be left to chance.
   */
  public static Map<String, HostTensor> published(NetworkSettings settings, Network network) {
    WeightsSource source =
        settings
            .weights()
            .orElseThrow(
                () -> new IllegalArgumentException("network.weights: none (expected: a file)"));
    Map<String, HostTensor> weights = new LinkedHashMap<>(network.initialWeights(Chance.of(0)));
    weights.putAll(read(source, network, true));
    return weights;
  }

  /**
   * Reads the file that a network begins with, and compares.
   *
   * @param whole true if embedding layers have to be in it too, as of a network that learns nothing
   * @throws IOException if it is no whole file of weights, or they don't fit as they have to
   */
  public static void check(NetworkSettings settings, boolean whole) throws IOException {
    if (settings.weights().isPresent()) {
      settings.weights().get().load(wanted(settings.build(), whole));
    }
  }

  private static Map<String, HostTensor> read(
      WeightsSource source, Network network, boolean whole) {
    try {
      KeyFit fit = source.load(wanted(network, whole));
      if (!fit.isExact()) {
        LOG.warn("{}: {}", source.file(), fit.report());
      }
      return fit.fitting().tensors();
    } catch (IOException e) {
      throw new UncheckedIOException("network.weights: " + e.getMessage(), e);
    }
  }

  /**
   * What a network wants of a file.
   *
   * @param whole true if embedding layers have to be in it too
   */
  static List<WantedTensor> wanted(Network network, boolean whole) {
    return network.keys().stream()
        .map(
            key ->
                new WantedTensor(
                    key.name(),
                    key.type(),
                    key.shape(),
                    key.part() == Key.Part.BACKBONE || (whole && key.part() != Key.Part.UNUSED),
                    key.kind().equals(Key.Kind.CONSTANT)))
        .toList();
  }

  /** The tensors of a safetensors file. */
  public static Map<String, HostTensor> read(Path file) {
    try {
      return SafetensorsFile.read(file).tensors().tensors();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
