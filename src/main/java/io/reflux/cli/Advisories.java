package io.reflux.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Known vulnerabilities of libraries, in the format of OSV (https://ossf.github.io/osv-schema/):
 * one of them, a list, or an object whose {@code vulns} is one. Only the ecosystem Maven counts.
 */
final class Advisories {
  private static final String MAVEN = "Maven";

  private final List<JsonNode> all = new ArrayList<>();

  private Advisories() {}

  /**
   * Reads a file.
   *
   * @throws InputException if it holds something else
   */
  static Advisories read(Path file) throws IOException {
    JsonNode root = Sbom.tree(file);
    JsonNode given = root.has("vulns") ? root.path("vulns") : root;
    Advisories read = new Advisories();
    if (given.isArray()) {
      given.forEach(read.all::add);
    } else {
      read.all.add(given);
    }
    if (read.all.stream().anyMatch(one -> !one.has("id"))) {
      throw new InputException(file + ": an entry without id (expected: vulnerabilities as OSV)");
    }
    return read;
  }

  /** How many there are. */
  int size() {
    return all.size();
  }

  /** A sentence for each vulnerability that a library has. */
  List<String> of(Sbom.Library library) {
    List<String> sentences = new ArrayList<>();
    for (JsonNode advisory : all) {
      boolean withdrawn = advisory.has("withdrawn");
      for (JsonNode affected : advisory.path("affected")) {
        if (!withdrawn && isOf(affected.path("package"), library) && isIn(affected, library)) {
          sentences.add(
              String.format(
                  "%s %s: %s %s",
                  library.name(),
                  library.version(),
                  advisory.path("id").asText(),
                  advisory.path("summary").asText()));
          break;
        }
      }
    }
    return sentences;
  }

  private static boolean isOf(JsonNode named, Sbom.Library library) {
    return named.path("ecosystem").asText().equals(MAVEN)
        && named.path("name").asText().equals(library.name());
  }

  private static boolean isIn(JsonNode affected, Sbom.Library library) {
    for (JsonNode version : affected.path("versions")) {
      if (version.asText().equals(library.version())) {
        return true;
      }
    }
    for (JsonNode range : affected.path("ranges")) {
      if (!range.path("type").asText().equals("GIT")
          && isIn(range.path("events"), version(library.version()))) {
        return true;
      }
    }
    return false;
  }

  /** Events come in the order of versions: affected from each introduction to the next mending. */
  private static boolean isIn(JsonNode events, Version own) {
    boolean in = false;
    for (JsonNode event : events) {
      if (event.has("introduced")) {
        in |= own.compareTo(version(event.path("introduced").asText())) >= 0;
      } else if (event.has("fixed")) {
        in &= own.compareTo(version(event.path("fixed").asText())) < 0;
      } else if (event.has("last_affected")) {
        in &= own.compareTo(version(event.path("last_affected").asText())) <= 0;
      }
    }
    return in;
  }

  /** A version that begins with no digit counts as the oldest. */
  private static Version version(String text) {
    String plain = text.endsWith(".Final") ? text.substring(0, text.length() - 6) : text;
    try {
      return Version.parse(plain);
    } catch (IllegalArgumentException e) {
      return Version.parse("0");
    }
  }
}
