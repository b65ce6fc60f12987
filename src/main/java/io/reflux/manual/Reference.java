package io.reflux.manual;

import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.setting.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pages of the menu: every block with what it is for, and its keys. */
final class Reference {
  /** Rooms whose blocks are things of their own, with headings. */
  private static final Set<String> OF_ENTRIES =
      Set.of(
          "pipeline",
          "network",
          "network.head",
          "method",
          "objective",
          "miner",
          "sampler",
          "view",
          "dataset",
          "optimizer",
          "schedule");

  /** Families of losses by their packages, in the order of the page. */
  private static final Map<String, String> FAMILIES = families();

  /** What begins the sentence that says when to take an entry. */
  static final String USE = "When: ";

  private static final String WHEN = "\n" + USE;
  private static final Set<String> BY_CLASSES = Set.of("proxy", "pair", "tuple");

  private final MenuEntry menu;
  private final Readers readers;

  /**
   * Of a menu.
   *
   * @param menu what stands below {@code reflux}
   */
  Reference(MenuEntry menu, Readers readers) {
    this.menu = menu;
    this.readers = readers;
  }

  private static Map<String, String> families() {
    Map<String, String> families = new LinkedHashMap<>();
    families.put("transfer", "Losses that learn from a teacher");
    families.put("proxy", "Losses from labels, with something trained for each class");
    families.put("pair", "Losses from labels, over all pairs of a batch");
    families.put("tuple", "Losses from labels, over mined tuples");
    families.put("self", "Losses from the network itself");
    families.put("around", "Losses around others");
    return families;
  }

  /** All pages. */
  List<DocPage> pages() {
    return Chapters.ALL.stream().map(this::page).toList();
  }

  private DocPage page(Chapters.Chapter chapter) {
    StringBuilder text = new StringBuilder();
    List<DocPage.Find> finds = new ArrayList<>();
    for (String room : chapter.rooms()) {
      MenuEntry entry = menu.at(room).orElseThrow();
      if (room.equals("objective")) {
        text.append(heading(2, entry)).append(Markdown.prose(entry.above())).append("\n\n");
        FAMILIES.forEach((family, title) -> family(entry, family, title, text, finds));
      } else {
        section(2, entry, text, finds);
      }
    }
    return new DocPage(chapter.name(), chapter.title(), text.toString(), finds);
  }

  private void family(
      MenuEntry losses, String family, String title, StringBuilder text, List<DocPage.Find> finds) {
    text.append("## ").append(title).append("\n\n");
    losses.below().stream()
        .filter(loss -> family(loss.path()).equals(family))
        .forEach(loss -> section(3, loss, text, finds));
  }

  private String family(String path) {
    Class<?> read = readers.classes().get(path);
    String room = read == null ? "" : read.getPackageName();
    return room.substring(room.lastIndexOf('.') + 1);
  }

  private void section(int level, MenuEntry entry, StringBuilder text, List<DocPage.Find> finds) {
    ClassText said =
        Optional.<Class<?>>ofNullable(readers.classes().get(entry.path()))
            .map(ClassText::of)
            .orElse(ClassText.NONE);
    text.append(heading(level, entry));
    int use = Math.max(entry.above().indexOf(WHEN), entry.above().startsWith(USE) ? 0 : -1);
    String what = use < 0 ? entry.above() : entry.above().substring(0, use);
    paragraph(text, Markdown.prose(what));
    paragraph(text, Markdown.prose(entry.comment()));
    paragraph(text, Markdown.javadoc(said.text(), readers::link));
    if (use >= 0) {
      String when = entry.above().substring(use).strip().substring(USE.length());
      paragraph(text, "**" + USE.strip() + "** " + Markdown.literal(when));
    }
    paragraph(text, needs(entry));
    finds.add(new DocPage.Find(entry.name(), entry.path(), entry.above() + " " + said.text()));
    if (!entry.value().isEmpty()) {
      paragraph(text, "Defaults: " + Markdown.code(entry.value()));
    } else if (OF_ENTRIES.contains(entry.path())) {
      leaves(entry, text, finds);
      entry.below().stream()
          .filter(Reference::isSection)
          .forEach(each -> section(Math.min(level + 1, 4), each, text, finds));
    } else {
      table(entry, said.params(), text, finds);
    }
  }

  /** The keys of a room of entries that are no entries themselves. */
  private static void leaves(MenuEntry entry, StringBuilder text, List<DocPage.Find> finds) {
    table(entry.withOnly(each -> !isSection(each)), Map.of(), text, finds);
  }

  private static boolean isSection(MenuEntry entry) {
    return entry.isBlock() || entry.value().startsWith("{");
  }

  private static void table(
      MenuEntry block, Map<String, String> params, StringBuilder text, List<DocPage.Find> finds) {
    SettingsTable table = new SettingsTable(block, params);
    text.append(table.markdown());
    finds.addAll(table.finds());
  }

  private static String heading(int level, MenuEntry entry) {
    return "#".repeat(level)
        + " <a id=\""
        + entry.path()
        + "\"></a>"
        + Markdown.literal(entry.name())
        + "\n\n";
  }

  private static void paragraph(StringBuilder text, String markdown) {
    if (!markdown.isEmpty()) {
      text.append(markdown).append("\n\n");
    }
  }

  /** What there must be so that a loss can learn; nothing for all but losses. */
  private String needs(MenuEntry entry) {
    Objective loss = readers.objectives().get(entry.path());
    if (loss == null) {
      return "";
    }
    Needs needs = loss.needs();
    List<String> words = new ArrayList<>();
    if (!loss.teacherOutputs().isEmpty()) {
      words.add("a teacher (" + String.join(", ", loss.teacherOutputs()) + ")");
    }
    if (needs.labels() || BY_CLASSES.contains(family(entry.path()))) {
      words.add("labels");
    }
    if (needs.batch().rowsOfAClass() > 1) {
      words.add("batches with " + Amount.of(needs.batch().rowsOfAClass(), "row") + " of a class");
    }
    if (needs.views() > 0) {
      words.add(Amount.of(needs.views(), "view") + " of each example");
    }
    return "**Needs:** "
        + (words.isEmpty() ? "nothing beside images" : Markdown.literal(String.join("; ", words)))
        + ".";
  }
}
