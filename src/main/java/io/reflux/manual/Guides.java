package io.reflux.manual;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** The guides, in the order in which people need them; each is a Markdown file. */
final class Guides {
  /** Their files, without the ending. */
  static final List<String> NAMES =
      List.of(
          "own-images",
          "no-labels",
          "foundation-teacher",
          "devices",
          "slurm",
          "watching",
          "metrics",
          "resources",
          "resume",
          "troubleshooting");

  private Guides() {}

  /** All of them as pages. */
  static List<DocPage> pages() {
    return NAMES.stream().map(Guides::page).toList();
  }

  /** The Markdown of one, with its title. */
  static String text(String name) {
    return Resources.text("guides/" + name + ".md");
  }

  private static DocPage page(String name) {
    String text = text(name);
    int end = text.indexOf('\n');
    String title = text.substring(0, end).replaceFirst("^# ", "");
    String body = text.substring(end + 1);
    List<DocPage.Find> finds = new ArrayList<>();
    Html.parsed(body)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Heading heading) {
                String words = Html.words(heading);
                finds.add(
                    new DocPage.Find(words, Html.anchor(words), title + " " + after(heading)));
              }
            });
    return new DocPage(name, title, body, finds);
  }

  /** The beginning of what stands below a heading. */
  private static String after(Heading heading) {
    Node next = heading.getNext();
    return next == null ? "" : Html.words(next);
  }
}
