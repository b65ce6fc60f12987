package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of other programs: a network's names behind others, and several networks in one. */
class WrappedWeightsTest {
  private static final List<String> NETWORK =
      List.of("conv1.weight", "bn1.weight", "bn1.running_mean", "layer1.0.conv1.weight");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "_orig_mod.",
        "_orig_mod.module.",
        "module._orig_mod.",
        "module.module.",
        "model.",
        "backbone.",
        "net.",
        "model.backbone.module.",
        "student.encoder.",
        "_fsdp_wrapped_module.model._fsdp_wrapped_module.",
        "anything.at.all."
      })
  void wrappersAreTakenAwayUntilTheNamesFit(String wrapper) throws IOException {
    for (String keys : List.of("same", "torchvision", "timm")) {
      assertThat(load(named(wrapper, NETWORK), keys, "").names())
          .containsExactlyInAnyOrderElementsOf(NETWORK);
    }
  }

  @Test
  void whatCompilingPutsAnywhereIsTakenAway() throws IOException {
    Map<String, HostTensor> tensors = named("", List.of("conv1.weight", "bn1.weight"));
    tensors.putAll(named("", List.of("bn1._orig_mod.running_mean")));
    tensors.putAll(named("", List.of("layer1._orig_mod.0._orig_mod.conv1.weight")));
    assertThat(load(tensors, "same", "").names()).containsExactlyInAnyOrderElementsOf(NETWORK);
  }

  @Test
  void whatLiesBesideAWrappedNetworkIsPassedOver() throws IOException {
    Map<String, HostTensor> lightning = named("model.", NETWORK);
    lightning.putAll(named("", List.of("criterion.weight", "metric.total")));
    assertThat(load(lightning, "same", "").names()).containsExactlyInAnyOrderElementsOf(NETWORK);
  }

  @Test
  void withoutAWrapperAllNamesHaveToFit() {
    Map<String, HostTensor> more = named("", NETWORK);
    more.putAll(named("", List.of("criterion.weight")));
    assertThatThrownBy(() -> load(more, "same", ""))
        .hasMessageContaining("unexpected: criterion.weight");
    assertThatThrownBy(() -> load(named("model.", NETWORK.subList(0, 3)), "same", ""))
        .hasMessageContaining(": missing: layer1.0.conv1.weight (expected: ");
  }

  @Test
  void anotherNetworkIsNotMistakenForOneInAWrapper() {
    Map<String, HostTensor> other = named("blocks.3.", List.of("conv1.weight"));
    other.putAll(named("blocks.4.", List.of("conv1.weight")));
    assertThatThrownBy(() -> load(other, "same", ""))
        .hasMessageContaining("unexpected: blocks.3.conv1.weight, blocks.4.conv1.weight");
  }

  @Test
  void ofTwoNetworksTheUsualOneIsTakenOrTheOneThatIsAskedFor() throws IOException {
    Map<String, HostTensor> both = named("model.", NETWORK, 1);
    both.putAll(named("ema_model.module.", NETWORK, 2));
    assertThat(value(load(both, "same", ""))).isEqualTo(1);
    assertThat(value(load(both, "same", "ema_model"))).isEqualTo(2);
    assertThat(value(load(both, "same", "ema_model.module"))).isEqualTo(2);
    assertThatThrownBy(() -> load(both, "same", "teacher"))
        .hasMessageEndingWith(
            "weights-entry: teacher (expected: what the names of tensors begin with)");
  }

  @Test
  void ofTwoNetworksNeitherOfWhichIsUsualNoneIsTaken() {
    Map<String, HostTensor> both = named("student.", NETWORK);
    both.putAll(named("teacher.", NETWORK));
    assertThatThrownBy(() -> load(both, "same", ""))
        .hasMessageEndingWith(
            "several networks that fit, whose names begin with student., teacher. (expected:"
                + " weights-entry = one of these, without its dot)");
  }

  @ParameterizedTest
  @CsvSource({
    "model, model_ema", // timm, torchvision
    "state_dict, state_dict_ema", // timm
    "state_dict, ema",
    "net, teacher"
  })
  void aSecondNetworkIsToldAndTakenIfItIsAskedFor(String usual, String second) throws IOException {
    Path file =
        saved(
            s ->
                s.dict(usual, WrappedWeightsTest::some)
                    .dict(second, WrappedWeightsTest::some)
                    .dict("optimizer", o -> o.dict("state", x -> {})));
    TakenWeights taken = WeightsFile.taken(file, Optional.empty());
    assertThat(taken.entry()).isEqualTo(usual);
    assertThat(taken.passedOver()).containsExactly(second);
    TakenWeights asked = WeightsFile.taken(file, Optional.of(second));
    assertThat(asked.tensors().names()).containsExactlyInAnyOrderElementsOf(NETWORK);
    assertThat(asked.passedOver()).isEmpty();
  }

  @Test
  void anEntryLiesAsDeepAsItLies() throws IOException {
    Path file =
        saved(
            s ->
                s.dict(
                    "state", i -> i.dict("ema", e -> e.dict("model", WrappedWeightsTest::some))));
    assertThat(WeightsFile.taken(file, Optional.of("state.ema.model")).tensors().size())
        .isEqualTo(NETWORK.size());
    // The only one that there is needs no name.
    assertThat(WeightsFile.taken(file, Optional.empty()).entry()).isEqualTo("state.ema.model");
    assertThatThrownBy(() -> WeightsFile.taken(file, Optional.of("state")))
        .hasMessageEndingWith(
            "weights-entry: state (expected: one of state.ema.model, or what the names of tensors"
                + " begin with)");
  }

  @Test
  void ofSeveralEntriesNoneOfWhichIsUsualNoneIsTaken() throws IOException {
    Path file =
        saved(
            s ->
                s.dict("student", WrappedWeightsTest::some)
                    .dict("teacher", WrappedWeightsTest::some));
    assertThatThrownBy(() -> WeightsFile.read(file))
        .hasMessageEndingWith(
            "several networks' weights (expected: weights-entry = one of student, teacher)");
    assertThat(WeightsFile.taken(file, Optional.of("teacher")).entry()).isEqualTo("teacher");
  }

  @Test
  void aFewTensorsBesideAreNoNetwork() throws IOException {
    Path file =
        saved(
            s ->
                s.dict("model", WrappedWeightsTest::some)
                    .dict("normalizer", n -> n.tensor("mean", 3)));
    assertThat(WeightsFile.taken(file, Optional.empty()).passedOver()).isEmpty();
  }

  private static void some(TorchSamples samples) {
    NETWORK.forEach(name -> samples.tensor(name, 2));
  }

  private Path saved(Consumer<TorchSamples> content) throws IOException {
    TorchSamples samples = new TorchSamples();
    content.accept(samples);
    return samples.write(folder.resolve("saved.pth"));
  }

  private NamedTensors load(Map<String, HostTensor> tensors, String keys, String entry)
      throws IOException {
    Path file = folder.resolve("x.safetensors");
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
    KeyMap map = Objects.requireNonNull(KeyMaps.all().get(keys));
    List<WantedTensor> wanted =
        NETWORK.stream()
            .map(name -> new WantedTensor(name, ElementType.FLOAT32, new long[] {2}))
            .toList();
    Optional<String> asked = Optional.of(entry).filter(e -> !e.isEmpty());
    return new WeightsSource(file, asked, map, true).load(wanted).fitting();
  }

  private static float value(NamedTensors tensors) {
    return tensors.get(NETWORK.get(0)).floats()[0];
  }

  private static Map<String, HostTensor> named(String prefix, List<String> names) {
    return named(prefix, names, 0);
  }

  private static Map<String, HostTensor> named(String prefix, List<String> names, float value) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    names.forEach(name -> tensors.put(prefix + name, HostTensor.of(new float[] {value, value}, 2)));
    return tensors;
  }

  /** An average of the weights lies beside them: which of the two begins is told, and asked for. */
  @Test
  void whichOfSeveralNetworksIsTakenIsTold() throws IOException {
    Path file =
        new TorchSamples()
            .dict("model", s -> s.tensor("conv1.weight", 2, 3))
            .dict("model_ema", s -> s.tensor("conv1.weight", 2, 3))
            .write(folder.resolve("two.pth"));
    WeightsSource usual =
        new WeightsSource(
            file, Optional.empty(), Objects.requireNonNull(KeyMaps.all().get("same")), true);
    assertThat(usual.choice())
        .isEqualTo(file + ", model (passed over: model_ema; weights-entry takes another)");
    assertThat(new WeightsSource(file, Optional.of("model_ema"), usual.keys(), true).choice())
        .isEqualTo(file + ", model_ema");
  }
}
