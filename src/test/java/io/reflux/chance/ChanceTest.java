package io.reflux.chance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ChanceTest {

  /** Whatever else changes: a run that is resumed, and a cache that is read, live by these. */
  @Test
  void theKeysOfTodayAreThoseOfEveryDay() {
    assertThat(Chance.of(0).key()).isEqualTo(-2152535657050944081L);
    assertThat(Chance.of(42).at(7).key()).isEqualTo(5461493465384245873L);
    assertThat(Chance.of(42).at("view").key()).isEqualTo(-1032335131550498026L);
    assertThat(Chance.of(42).at("view").at(3).at(1_280_999).key()).isEqualTo(-8313059674974583070L);
    assertThat(Chance.of(-1).at("").at(Long.MIN_VALUE).key()).isEqualTo(3069557373720635835L);
  }

  @Test
  void anOtherStepOrAnOtherOrderIsAnOtherKey() {
    Chance root = Chance.of(5);
    assertThat(root.at(1).at(2)).isNotEqualTo(root.at(2).at(1));
    assertThat(root.at("a").at("b")).isNotEqualTo(root.at("b").at("a"));
    assertThat(root.at("ab")).isNotEqualTo(root.at("a").at("b")).isNotEqualTo(root.at("ba"));
    assertThat(root.at(0)).isNotEqualTo(root).isNotEqualTo(root.at(0).at(0));
    assertThat(root.at("1")).isNotEqualTo(root.at(1));
    assertThat(Chance.of(6).at(1)).isNotEqualTo(root.at(1));
    assertThat(Chance.of(5).at(1)).isEqualTo(root.at(1));
  }

  @Test
  void keysOfARunDoNotMeet() {
    Set<Long> keys = new HashSet<>();
    int count = 0;
    for (String what : new String[] {"view", "plan", "sampler"}) {
      for (int epoch = 0; epoch < 20; epoch++) {
        for (int id = 0; id < 1000; id++) {
          keys.add(Chance.of(1).at(what).at(epoch).at(id).key());
          count++;
        }
      }
    }
    assertThat(keys).hasSize(count);
  }

  /** Each bit of a seed or a step moves about half the bits of the key: no two keys are alike. */
  @Test
  void everyBitMovesHalfOfTheKey() {
    assertMovesHalf(seed -> Chance.of(seed).key());
    assertMovesHalf(step -> Chance.of(3).at(step).key());
    assertMovesHalf(step -> Chance.of(3).at(step).at("view").draws().nextLong());
  }

  private static void assertMovesHalf(LongUnaryOperator key) {
    int values = 500;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      int moved = 0;
      for (long value = 0; value < values; value++) {
        moved += Long.bitCount(key.applyAsLong(value) ^ key.applyAsLong(value ^ (1L << bit)));
      }
      double share = (double) moved / values / Long.SIZE;
      assertThat(share).as("bit %d", bit).isBetween(0.48, 0.52);
    }
  }
}
