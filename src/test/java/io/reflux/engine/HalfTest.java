package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {
  private static final int INFINITY = 0x7C00;

  @Test
  void everyHalfIsItsOwnNearest() {
    for (int bits = 0; bits <= INFINITY; bits++) {
      assertThat(Half.of(Half.value((short) bits))).isEqualTo((short) bits);
      assertThat(Half.of(-Half.value((short) bits))).isEqualTo((short) (bits | 0x8000));
    }
  }

  @Test
  void knownValues() {
    assertThat(Half.value((short) 0x3C00)).isEqualTo(1f);
    assertThat(Half.value((short) 0xC000)).isEqualTo(-2f);
    assertThat(Half.value((short) 0x7BFF)).isEqualTo(65504f);
    assertThat(Half.value((short) 0x0001)).isEqualTo((float) Math.pow(2, -24));
    assertThat(Half.value((short) 0x3555)).isEqualTo(0.33325195f);
  }

  @Test
  void betweenTwoHalvesTheNearerWinsAndTheEvenOneOnATie() {
    for (int bits = 0; bits < INFINITY - 1; bits++) {
      float below = Half.value((short) bits);
      float above = Half.value((short) (bits + 1));
      float middle = (below + above) / 2;
      assertThat(Half.of(middle)).isEqualTo((short) (bits % 2 == 0 ? bits : bits + 1));
      assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
    }
  }

  @Test
  void beyondTheLargestComesInfinity() {
    assertThat(Half.of(65519.99f)).isEqualTo((short) 0x7BFF);
    assertThat(Half.of(65520f)).isEqualTo((short) INFINITY);
    assertThat(Half.of(-3e38f)).isEqualTo((short) (INFINITY | 0x8000));
  }
}
