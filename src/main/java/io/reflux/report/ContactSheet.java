package io.reflux.report;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A page with small pictures of a dataset, those of each part spread evenly over it, and what is
 * known of it. The page needs nothing beside it.
 */
public final class ContactSheet {
  private static final int SHOWN = 60;
  private static final String STYLE =
      """
      :root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1200px;padding:20px}
      h1{font-size:20px}h2{font-size:16px}pre{overflow:auto;padding:10px;border:1px solid #8886;border-radius:8px}
      .sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(84px,1fr));gap:8px}
      figure{margin:0;font-size:11px;line-height:1.25;overflow-wrap:anywhere}
      img,.gone{width:100%;aspect-ratio:1;object-fit:contain;border:1px solid #8886;border-radius:6px;box-sizing:border-box}
      .gone{display:grid;place-items:center;color:#c33}
      """;

  private final DatasetSurvey survey;
  private final DecodeSettings decode;
  private final StringBuilder page = new StringBuilder();

  private ContactSheet(DatasetSurvey survey, DecodeSettings decode) {
    this.survey = survey;
    this.decode = decode;
  }

  /** Writes the page. */
  public static void write(
      String title, Splits splits, DatasetSurvey survey, DecodeSettings decode, Path file)
      throws IOException {
    ContactSheet sheet = new ContactSheet(survey, decode);
    sheet.begin(title);
    for (Map.Entry<String, Dataset> part : DatasetSurvey.named(splits).entrySet()) {
      sheet.add(part.getKey(), part.getValue());
    }
    sheet.page.append("</body></html>\n");
    Files.writeString(file, sheet.page);
  }

  private void begin(String title) {
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(escaped(title))
        .append("</h1><pre>");
    survey.lines().forEach(line -> page.append(escaped(line)).append('\n'));
    page.append("</pre>\n");
  }

  private void add(String name, Dataset part) {
    Thumbnails thumbnails = new Thumbnails(part, decode);
    page.append("<h2>").append(escaped(name)).append("</h2><div class=\"sheet\">\n");
    int count = Math.min(SHOWN, part.size());
    for (int i = 0; i < count; i++) {
      int id = (int) ((long) part.size() * i / count);
      Optional<String> picture = thumbnails.of(id);
      page.append("<figure>")
          .append(
              picture
                  .map(data -> "<img alt=\"\" src=\"" + data + "\">")
                  .orElse("<div class=\"gone\">unreadable</div>"))
          .append("<figcaption title=\"")
          .append(escaped(part.name(id)))
          .append("\">")
          .append(escaped(part.labelled() ? part.className(part.label(id)) : part.name(id)))
          .append("</figcaption></figure>\n");
    }
    page.append("</div>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
