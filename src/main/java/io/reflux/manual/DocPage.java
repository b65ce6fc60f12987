package io.reflux.manual;

import java.util.List;

/**
 * A page.
 *
 * @param name its file without its ending, as {@code objective}
 * @param title its first heading, and what it is called in the list of pages
 * @param markdown what it says, without the title
 * @param finds what a search may find on it, beside its title
 */
record DocPage(String name, String title, String markdown, List<Find> finds) {
  /**
   * A place that a search finds.
   *
   * @param title what it is called
   * @param anchor its place on the page
   * @param text more words that lead there
   */
  record Find(String title, String anchor, String text) {}

  /** Where it lies in the folder. */
  String file() {
    return name + ".html";
  }

  /** A link to it. */
  String link() {
    return "[" + Markdown.literal(title) + "](" + file() + ")";
  }
}
