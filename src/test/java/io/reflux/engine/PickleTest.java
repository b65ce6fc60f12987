package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The bytes that Python's {@code pickle.dumps(…, protocol=2)} puts down for the same things. */
class PickleTest {

  @Test
  void thereIsAlwaysAProtocolAndAnEnd() {
    assertThat(hex(p -> p)).isEqualTo("8002" + "2e");
    assertThat(hex(Pickle::emptyTuple)).isEqualTo("8002" + "29" + "2e");
  }

  @Test
  void plainValues() {
    assertThat(body(Pickle::none)).isEqualTo("4e");
    assertThat(body(p -> p.flag(true).flag(false))).isEqualTo("8889");
    assertThat(body(p -> p.text("aß"))).isEqualTo("58" + "03000000" + "61c39f");
    assertThat(body(p -> p.number(-1.5))).isEqualTo("47" + "bff8000000000000");
    assertThat(body(p -> p.whole(258))).isEqualTo("4a" + "02010000");
    assertThat(body(p -> p.whole(-1))).isEqualTo("4a" + "ffffffff");
    assertThat(body(p -> p.whole(1L << 31))).isEqualTo("8a08" + "0000008000000000");
    assertThat(body(p -> p.whole(Long.MIN_VALUE))).isEqualTo("8a08" + "0000000000000080");
  }

  @Test
  void composedValues() {
    assertThat(body(p -> p.wholes(1, 2))).isEqualTo("28" + "4a01000000" + "4a02000000" + "74");
    assertThat(body(Pickle::wholes)).isEqualTo("28" + "74");
    assertThat(body(p -> p.emptyDict().mark().text("a").whole(1).closeItems()))
        .isEqualTo("7d" + "28" + "580100000061" + "4a01000000" + "75");
    assertThat(body(p -> p.global("torch", "FloatStorage")))
        .isEqualTo("63" + "746f7263680a" + "466c6f617453746f726167650a");
    assertThat(body(p -> p.mark().closeTuple().persistentId().reduce().newObject().build()))
        .isEqualTo("28" + "74" + "51" + "52" + "81" + "62");
  }

  private static String body(UnaryOperator<Pickle> written) {
    String all = hex(written);
    return all.substring(4, all.length() - 2);
  }

  private static String hex(UnaryOperator<Pickle> written) {
    return HexFormat.of().formatHex(written.apply(new Pickle()).end());
  }
}
