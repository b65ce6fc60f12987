package io.reflux.manual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.KeyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documentation as a folder of HTML: guides, every setting, every command.
 *
 * @param version what the pages are of
 * @param commands every command, in the order of the list
 */
public record Manual(String version, List<CommandText> commands) {
  private static final int LONGEST_TEXT = 160;
  private static final String STYLE = "manual.css";
  private static final String SCRIPT = "manual.js";
  private static final String INDEX = "search-index.js";

  /**
   * Writes it, over what an earlier one has left.
   *
   * @return the page to begin with
   */
  public Path write(Path folder) throws IOException {
    List<DocPage> guides = Guides.pages();
    List<DocPage> reference = reference();
    List<DocPage> all = new ArrayList<>();
    all.add(new DocPage("index", "Reflux", contents(guides, reference), List.of()));
    all.addAll(guides);
    all.addAll(reference);
    Files.createDirectories(folder);
    String list = Html.of(list(guides) + "\n" + list(reference));
    for (DocPage page : all) {
      Files.writeString(folder.resolve(page.file()), html(page, list));
    }
    Files.writeString(folder.resolve(STYLE), Resources.text(STYLE));
    Files.writeString(folder.resolve(SCRIPT), Resources.text(SCRIPT));
    Files.writeString(folder.resolve(INDEX), "const INDEX = " + index(all) + ";\n");
    return folder.resolve("index.html");
  }

  /** Whether a folder holds nothing that writing would spoil: it is empty, or an earlier manual. */
  public static boolean mayBeWritten(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty() || Files.exists(folder.resolve(INDEX));
    }
  }

  private List<DocPage> reference() {
    List<DocPage> pages = new ArrayList<>(new Reference(menu(), Readers.all()).pages());
    pages.add(resumePage());
    pages.add(MachinePage.of(MenuReader.read(Resources.atRoot("application.conf"))));
    pages.add(commandPage());
    return pages;
  }

  /** The menu of what a pipeline file may say. */
  static MenuEntry menu() {
    MenuEntry whole =
        MenuReader.read(Resources.atRoot("reference.conf")).at("reflux").orElseThrow();
    return whole.within();
  }

  private String contents(List<DocPage> guides, List<DocPage> reference) {
    return Resources.text("index.md")
        .replace("{{version}}", Markdown.literal(version))
        .replace("{{guides}}", list(guides))
        .replace("{{reference}}", list(reference));
  }

  private static String list(List<DocPage> pages) {
    return pages.stream().map(page -> "* " + page.link() + "\n").collect(Collectors.joining());
  }

  private static DocPage resumePage() {
    StringBuilder text = new StringBuilder(Resources.text("resume-keys.md"));
    text.append("\n| keys | at resume | why |\n|---|---|---|\n");
    for (KeyRule rule : KeyRule.all()) {
      text.append("| ")
          .append(Markdown.code(rule.keys()))
          .append(" | ")
          .append(ResumeKeys.word(rule))
          .append(" | ")
          .append(Markdown.literal(rule.why()))
          .append(" |\n");
    }
    return new DocPage("resume-keys", "Keys that may change at resume", text.toString(), List.of());
  }

  private DocPage commandPage() {
    StringBuilder text = new StringBuilder();
    List<DocPage.Find> finds = new ArrayList<>();
    for (CommandText command : commands) {
      text.append("## ").append(command.name()).append("\n\n```\n");
      text.append(command.usage().strip()).append("\n```\n\n");
      finds.add(
          new DocPage.Find(
              "reflux " + command.name(), Html.anchor(command.name()), command.usage()));
    }
    return new DocPage("commands", "Commands", text.toString(), finds);
  }

  private static String html(DocPage page, String list) {
    return Resources.text("page.html")
        .replace("{{title}}", Markdown.literal(page.title()))
        .replace("{{list}}", list)
        .replace(
            "{{body}}", Html.of("# " + Markdown.literal(page.title()) + "\n\n" + page.markdown()));
  }

  /** What a search looks through. */
  private static String index(List<DocPage> pages) throws JsonProcessingException {
    List<Map<String, String>> found = new ArrayList<>();
    for (DocPage page : pages) {
      found.add(Map.of("t", page.title(), "p", page.file(), "k", ""));
      page.finds()
          .forEach(
              find ->
                  found.add(
                      Map.of(
                          "t", find.title(),
                          "p", page.file() + "#" + find.anchor(),
                          "k", shortened(find.text()))));
    }
    return new ObjectMapper().writeValueAsString(found);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\{@\\w+\\s+|[{}]|</?\\w+>", "").replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }
}
