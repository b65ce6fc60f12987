package io.reflux.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings of a block of the menu as a table, and as places that a search finds. */
final class SettingsTable {
  private static final Pattern SEE =
      Pattern.compile("\\b(?:see|as|recipe and) ([a-z]+(?:[.-][a-z]+)*)");

  private final MenuEntry block;
  private final Map<String, String> params;
  private final List<DocPage.Find> finds = new ArrayList<>();

  /**
   * Of a block.
   *
   * @param params what Javadoc says of keys whose comment gives nothing but their values
   */
  SettingsTable(MenuEntry block, Map<String, String> params) {
    this.block = block;
    this.params = params;
  }

  /** All keys of it, at any depth; nothing if it has none. */
  String markdown() {
    List<MenuEntry> rows = block.all().skip(1).toList();
    if (rows.isEmpty()) {
      return "";
    }
    return rows.stream()
        .map(this::row)
        .collect(
            Collectors.joining(
                "\n",
                "| key | default | values and meaning | at resume |\n|---|---|---|---|\n",
                "\n\n"));
  }

  /** The places of its keys. */
  List<DocPage.Find> finds() {
    return List.copyOf(finds);
  }

  private String row(MenuEntry entry) {
    String key =
        block.path().isEmpty() ? entry.path() : entry.path().substring(block.path().length() + 1);
    String meaning = meaning(entry);
    finds.add(new DocPage.Find(block.name() + ": " + key, entry.path(), meaning));
    return "| <a id=\""
        + entry.path()
        + "\"></a>"
        + Markdown.code(key)
        + " | "
        + (entry.optional()
            ? "absent; as " + Markdown.code(entry.value())
            : Markdown.code(entry.value()))
        + " | "
        + Markdown.cell(linked(meaning))
        + " | "
        + (entry.isBlock()
            ? ""
            : ResumeKeys.rule(entry.path()).map(rule -> ResumeKeys.word(rule)).orElse("free"))
        + " |";
  }

  /** What is said of a key: what stands in front of it, its values, and what it is for. */
  private String meaning(MenuEntry entry) {
    String said = (entry.above() + " " + entry.comment()).strip();
    String param = params.getOrDefault(entry.name(), "");
    return said.contains(":") || param.isEmpty() ? said : said + ": " + plain(param);
  }

  /**
   * The same with a link where another place of the menu is named, as "see optimizer", or a guide,
   * as "see metrics".
   */
  private static String linked(String meaning) {
    StringBuilder out = new StringBuilder();
    Matcher see = SEE.matcher(meaning);
    int from = 0;
    while (see.find()) {
      Optional<String> page = page(see);
      if (page.isPresent()) {
        out.append(Markdown.literal(meaning.substring(from, see.start(1))));
        out.append("[").append(Markdown.literal(see.group(1))).append("](");
        out.append(page.get()).append(")");
        from = see.end(1);
      }
    }
    return out.append(Markdown.literal(meaning.substring(from))).toString();
  }

  private static Optional<String> page(Matcher see) {
    String name = see.group(1);
    if (Chapters.has(name)) {
      return Optional.of(Chapters.href(name));
    }
    boolean guide = see.group().startsWith("see ") && Guides.NAMES.contains(name);
    return guide ? Optional.of(name + ".html") : Optional.empty();
  }

  private static String plain(String javadoc) {
    return javadoc.replaceAll("\\{@\\w+\\s+([^}]*)\\}", "$1").replaceAll("</?\\w+>", "");
  }

  /**
   * Whether a key is explained: by more than the values that it may have.
   *
   * @param params as those of a table
   */
  static boolean explained(MenuEntry entry, Map<String, String> params) {
    String said = entry.above() + " " + entry.comment();
    Matcher see = SEE.matcher(said);
    return said.contains(": ")
        || (see.find() && Chapters.has(see.group(1)))
        || params.containsKey(entry.name())
        || said.split("[^A-Za-z-]+").length > 4;
  }
}
