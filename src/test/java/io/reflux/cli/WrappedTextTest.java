package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Holds how long lines are broken on a terminal. */
class WrappedTextTest {
  @Test
  void linesGoOnBelowTheirSentence() {
    assertThat(
            WrappedText.at(
                20,
                """
                short
                  memory   about 20 images of one
                plain sentence of some words
                """))
        .isEqualTo(
            """
            short
              memory   about 20
                       images of
                       one
            plain sentence of
            some words
            """);
  }

  @Test
  void aWordThatIsLongerStaysWhole() {
    assertThat(WrappedText.at(10, "see /a/very/long/folder and more"))
        .isEqualTo("see\n/a/very/long/folder\nand more");
    assertThat(WrappedText.at(10, "/a/very/long/folder")).isEqualTo("/a/very/long/folder");
  }

  @Test
  void nothingIsLostOrAdded() {
    String text = "  divided  the first half of the class folders trains (5 of 10), others test";
    for (int width = 1; width < 90; width++) {
      assertThat(WrappedText.at(width, text).replaceAll("\\s+", " "))
          .isEqualTo(text.replaceAll("\\s+", " "));
    }
  }
}
