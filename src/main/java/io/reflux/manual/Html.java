package io.reflux.manual;

import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as HTML, with tables, and headings that can be linked to. */
final class Html {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .attributeProviderFactory(
              context ->
                  (node, tag, attributes) -> {
                    if (node instanceof Heading && !(node.getFirstChild() instanceof HtmlInline)) {
                      attributes.put("id", anchor(words(node)));
                    }
                  })
          .build();

  private Html() {}

  /** The whole text. */
  static String of(String markdown) {
    return RENDERER.render(PARSER.parse(markdown));
  }

  /** Where a heading is: its words in small letters, joined by hyphens. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** What a node says, without how. */
  static String words(Node node) {
    StringBuilder words = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak line) {
            words.append(' ');
          }

          @Override
          public void visit(HardLineBreak line) {
            words.append(' ');
          }
        });
    return words.toString();
  }

  /** The Markdown as a tree, for those who look for something in it. */
  static Node parsed(String markdown) {
    return PARSER.parse(markdown);
  }
}
