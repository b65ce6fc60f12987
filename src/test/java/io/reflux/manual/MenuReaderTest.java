package io.reflux.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which comment is said of what. */
class MenuReaderTest {
  private static final MenuEntry MENU =
      MenuReader.read(
          """
          # The room.
          room {
            # Of the block.
            block {
              first = 1   # > 0: what it is
                          #   for, at length
              second = "a # b"
              # third = FILE  # absent unless written
                              #   by somebody
              # Said at the end.
            }
            inline { a = 1, b = [2] }  # both at once
          }
          """);

  private static MenuEntry at(String path) {
    return MENU.at(path).orElseThrow();
  }

  @Test
  void aCommentBehindAKeyGoesOnInLinesThatAreIndentedDeeper() {
    assertThat(at("room.block.first").comment()).isEqualTo("> 0: what it is\nfor, at length");
    assertThat(at("room.block.first").value()).isEqualTo("1");
    assertThat(at("room.block.first").line()).isEqualTo(5);
  }

  @Test
  void aHashInQuotesIsNoComment() {
    assertThat(at("room.block.second").value()).isEqualTo("\"a # b\"");
    assertThat(at("room.block.second").comment()).isEmpty();
  }

  @Test
  void aKeyInACommentIsAbsentUnlessWritten() {
    MenuEntry third = at("room.block.third");
    assertThat(third.optional()).isTrue();
    assertThat(third.value()).isEqualTo("FILE");
    assertThat(third.comment()).isEqualTo("absent unless written\nby somebody");
  }

  @Test
  void linesOfTheirOwnAreAboutWhatFollowsOrAboutTheBlock() {
    assertThat(at("room").above()).isEqualTo("The room.");
    assertThat(at("room.block").above()).isEqualTo("Of the block.");
    assertThat(at("room.block").comment()).isEqualTo("Said at the end.");
  }

  @Test
  void aBlockInOneLineIsAKeyWithAValue() {
    assertThat(at("room.inline").value()).isEqualTo("{ a = 1, b = [2] }");
    assertThat(at("room.inline").isBlock()).isFalse();
    assertThat(at("room").within().at("block.first")).isPresent();
    assertThat(at("room").within().at("block.first").orElseThrow().path()).isEqualTo("block.first");
  }
}
