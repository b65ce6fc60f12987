package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|class|0 classes",
        "1|class|1 class",
        "2|class|2 classes",
        "1|query|1 query",
        "2|query|2 queries",
        "2|day|2 days",
        "3|batch|3 batches",
        "3|epoch|3 epochs",
        "1200|image|1,200 images",
      })
  void oneIsSaidOfOne(long count, String one, String words) {
    assertThat(Amount.of(count, one)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 bytes",
        "1|1 byte",
        "999|999 bytes",
        "1000|1.0 kB",
        "48123|48.1 kB",
        "999940|999.9 kB",
        "999960|1.0 MB",
        "20000000|20.0 MB",
        "1234567890|1.2 GB",
        "2500000000000|2.5 TB",
        "9000000000000000|9000.0 TB",
      })
  void sizesHaveTheUnitThatFits(long bytes, String words) {
    assertThat(Amount.bytes(bytes)).isEqualTo(words);
  }
}
