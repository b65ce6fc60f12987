package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerSettingsTest {

  @ParameterizedTest
  @MethodSource("names")
  void everyNameBuildsFromItsDefaults(String name) {
    OptimizerSettings settings = Optimizers.CATALOGUE.withDefaults(name);
    assertThat(settings.base().learningRate()).isPositive();
    assertThat(settings.clipping()).isEqualTo(Clipping.NONE);
    assertThat(settings.groups()).isEmpty();
  }

  static Set<String> names() {
    return Optimizers.CATALOGUE.names();
  }

  @Test
  void groupsTakeWhatTheyDoNotSayFromTheOptimizer() {
    Written written =
        new Written(
            """
            type = adamw, lr = 0.01, weight-decay = 0.1
            groups { proxies { lr-scale = 100 }, embedding { lr = 0.5, weight-decay = 0 } }
            """);
    OptimizerSettings settings = OptimizerSettings.read(written.section());
    assertThat(written.problems()).isEmpty();
    assertThat(settings.group("backbone")).isEqualTo(new GroupSettings(0.01, 0.1));
    assertThat(settings.group("proxies")).isEqualTo(new GroupSettings(1.0, 0.1));
    assertThat(settings.group("embedding")).isEqualTo(new GroupSettings(0.5, 0));
  }

  @Test
  void everyMistakeIsNamed() {
    Written written =
        new Written(
            """
            type = sgd, lr = -1, momentum = 1, clip-gradient-norm = -2
            groups { proxies { lr = 1, lr-scale = 2, decay = 3 } }
            """);
    OptimizerSettings.read(written.section());
    assertThat(written.problems())
        .containsExactlyInAnyOrder(
            "lr: -1 (expected: >= 0)",
            "momentum: 1 (expected: 0 … < 1)",
            "clip-gradient-norm: -2 (expected: >= 0)",
            "groups.proxies.lr-scale: 2 (expected: either lr or lr-scale, not both)",
            "groups.proxies.decay: 3 (expected: no such key; nearest: weight-decay)");
  }

  @Test
  void betasAreTwo() {
    Written written = new Written("type = adam, betas = [0.9]");
    OptimizerSettings.read(written.section());
    assertThat(written.problems()).containsExactly("betas: [0.9] (expected: two numbers 0 … < 1)");
  }

  @Test
  void nesterovNeedsMomentum() {
    Written written = new Written("type = sgd, momentum = 0, nesterov = true");
    OptimizerSettings.read(written.section());
    assertThat(written.problems())
        .containsExactly("nesterov: true (expected: false where momentum is 0)");
  }
}
