package io.reflux.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds what the menu says of its keys, and what catalogues say of their entries. */
class MenuTest {
  private static final MenuEntry MENU = Manual.menu();

  /** What holds for every network, or is none. */
  private static final Set<String> OF_ALL =
      Set.of("network.any", "network.program", "network.head");

  private static final Readers READERS = Readers.all();

  @Test
  void noSettingIsWithoutAMeaning() {
    List<String> unexplained =
        Chapters.ALL.stream()
            .flatMap(chapter -> chapter.rooms().stream())
            .flatMap(room -> MENU.at(room).orElseThrow().all())
            .filter(entry -> !entry.isBlock())
            .filter(entry -> !SettingsTable.explained(entry, params(entry)))
            .map(entry -> "reference.conf:" + entry.line() + ": " + entry.path())
            .toList();
    assertThat(String.join("\n", unexplained)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyEntryOfACatalogueSaysWhenToTakeIt() {
    return Stream.of("network", "method", "objective", "miner", "sampler", "optimizer", "schedule")
        .flatMap(room -> MENU.at(room).orElseThrow().below().stream())
        .filter(entry -> !OF_ALL.contains(entry.path()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.path(),
                    () -> assertThat(entry.above()).contains(Reference.USE).endsWith(".")));
  }

  @TestFactory
  Stream<DynamicTest> everyEntryOfACatalogueIsDescribed() {
    return READERS.classes().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      MenuEntry entry = MENU.at(each.getKey()).orElseThrow();
                      String javadoc = ClassText.of(each.getValue()).text();
                      assertThat(entry.above() + entry.comment() + javadoc).hasSizeGreaterThan(20);
                    }));
  }

  @Test
  void lossesAndMinersAreDescribedByTheirJavadoc() {
    assertThat(READERS.classes().entrySet())
        .filteredOn(each -> each.getKey().matches("(objective|miner)\\..*"))
        .hasSizeGreaterThan(70)
        .allSatisfy(
            each ->
                assertThat(ClassText.of(each.getValue()).text()).as(each.getKey()).contains("."));
  }

  @Test
  void everyFamilyOfLossesStandsOnThePage() {
    String page =
        new Reference(MENU, READERS)
            .pages().stream()
                .filter(each -> each.name().equals("method"))
                .findFirst()
                .orElseThrow()
                .markdown();
    assertThat(READERS.objectives().keySet())
        .allSatisfy(path -> assertThat(page).contains("<a id=\"" + path + "\">"));
  }

  private static Map<String, String> params(MenuEntry entry) {
    return READERS.classes().entrySet().stream()
        .filter(each -> entry.path().startsWith(each.getKey() + "."))
        .findFirst()
        .map(each -> ClassText.of(each.getValue()).params())
        .orElse(Map.of());
  }
}
