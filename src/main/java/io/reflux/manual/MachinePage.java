package io.reflux.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands in {@code application.conf}: how a machine runs Reflux. */
final class MachinePage {
  private MachinePage() {}

  /** The page of the file's own part; Akka's settings are left to Akka. */
  static DocPage of(MenuEntry file) {
    MenuEntry own = file.at("reflux").orElseThrow().within();
    StringBuilder text = new StringBuilder(Resources.text("machine.md"));
    List<DocPage.Find> finds = new ArrayList<>();
    for (MenuEntry entry : own.below()) {
      if (!entry.isBlock() || entry.all().anyMatch(each -> each.name().equals("akka"))) {
        continue;
      }
      text.append("\n## <a id=\"")
          .append(entry.path())
          .append("\"></a>")
          .append(Markdown.literal(entry.name()))
          .append("\n\n")
          .append(Markdown.prose(entry.above()))
          .append("\n\n");
      add(entry, text, finds);
    }
    text.append("\n## By themselves\n\n");
    add(own.withOnly(each -> !each.isBlock()), text, finds);
    return new DocPage("machine", "The machine: application.conf", text.toString(), finds);
  }

  private static void add(MenuEntry block, StringBuilder text, List<DocPage.Find> finds) {
    SettingsTable table = new SettingsTable(block, Map.of());
    text.append(table.markdown());
    finds.addAll(table.finds());
  }
}
