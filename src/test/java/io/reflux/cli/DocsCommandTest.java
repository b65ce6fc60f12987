package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds the documentation to what the program does: its commands, its pipelines, its links. */
class DocsCommandTest {
  private static final Path GUIDES = Path.of("src/main/resources/manual");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z ]*)\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** What a fragment of a task is put into, so that it is a pipeline. */
  private static final String REST =
      """
      method { type = multi-similarity }
      network { backbone = resnet18, embedding = 128 }
      sampler { batch-size = 90 }
      views {
        train { steps = [ { type = random-resized-crop, side = 224 } ] }
        test { steps = [ { type = resize, side = 224, square = true } ] }
      }
      epochs = 2
      """;

  private static final String SOURCE = "{ name = source, train {\n" + REST + "} }";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path pages;

  @BeforeEach
  void begin() {
    pages = folder.resolve("docs");
  }

  private int docs() {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute("docs", pages.toString());
  }

  @Test
  void settingsLeadToTheGuidesThatExplainThem() throws IOException {
    assertThat(docs()).as(err.toString()).isZero();
    for (String metrics : List.of("evaluate", "pipeline")) {
      assertThat(Files.readString(pages.resolve(metrics + ".html")))
          .contains("see <a href=\"metrics.html\">metrics</a>");
    }
    assertThat(Files.readString(pages.resolve("pipeline.html")))
        .contains(
            "see <a href=\"resources.html\">resources</a>",
            "see <a href=\"devices.html\">devices</a>",
            "see <a href=\"watching.html\">watching</a>");
  }

  private static List<Path> texts() throws IOException {
    try (Stream<Path> all = Files.walk(GUIDES)) {
      return all.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private record Block(Path file, String kind, String text) {}

  private static Stream<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path file : texts()) {
      BLOCK
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> blocks.add(new Block(file, found.group(1), found.group(2))));
    }
    return blocks.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyPipelineOfAGuideIsReadWithoutAProblem() throws IOException {
    return blocks()
        .filter(block -> block.kind().startsWith("hocon"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.file().getFileName() + ": " + block.text().lines().findFirst().orElse(""),
                    () -> {
                      Path file = Files.writeString(folder.resolve("guide.conf"), whole(block));
                      assertThat(Pipeline.readForAnyMachine(file).tasks()).isNotEmpty();
                    }));
  }

  /** A fragment within what it is a part of. */
  private static String whole(Block block) {
    String teacher = block.text().contains("teacher {") ? "" : "teacher { task = source }\n";
    String task =
        switch (block.kind()) {
          case "hocon" -> "";
          case "hocon file" -> SOURCE;
          case "hocon train" -> SOURCE.replaceFirst("train \\{", "train {\n" + block.text());
          case "hocon distill" ->
              SOURCE
                  + ",\n{ name = target, needs = [source], distill {\n"
                  + teacher
                  + "student { method { type = relaxed-contrastive } }\n"
                  + REST.replaceFirst("method.*\n", "")
                  + block.text()
                  + "} }";
          case "hocon model" -> "{ name = measured, evaluate {\n" + block.text() + "} }";
          default -> throw new IllegalArgumentException(block.kind());
        };
    return switch (block.kind()) {
      case "hocon" -> block.text();
      case "hocon file" -> begun() + block.text() + "tasks = [" + task + "]";
      default -> begun() + "tasks = [" + task + "]";
    };
  }

  private static String begun() {
    return "name = guide\ndata { dataset = image-folder, root = photos }\n";
  }

  @TestFactory
  Stream<DynamicTest> everyCommandOfAGuideIsUnderstood() throws IOException {
    Stream<String> inBlocks =
        blocks().filter(block -> block.kind().equals("sh")).flatMap(block -> block.text().lines());
    List<String> inText = new ArrayList<>();
    for (Path file : texts()) {
      Pattern.compile("`(reflux [a-z][^`]*)`")
          .matcher(BLOCK.matcher(Files.readString(file)).replaceAll(""))
          .results()
          .map(found -> found.group(1))
          .forEach(inText::add);
    }
    return Stream.concat(inBlocks, inText.stream())
        .distinct()
        .map(line -> DynamicTest.dynamicTest(line, () -> isUnderstood(line)));
  }

  private static void isUnderstood(String line) {
    List<String> words =
        WORD.matcher(line.replaceFirst("\\s#.*", ""))
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .toList();
    assertThat(words.get(0)).isEqualTo("reflux");
    CommandLine named = Main.line().getSubcommands().get(words.get(1));
    assertThat(named).as("the command " + words.get(1)).isNotNull();
    if (words.size() > 2) {
      Main.line().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    }
  }

  @Test
  void everyLinkLeadsSomewhereAndNoPlaceIsNamedTwice() throws IOException {
    assertThat(docs()).as(err.toString()).isZero();
    Map<String, Set<String>> places = new TreeMap<>();
    Map<String, List<String>> links = new TreeMap<>();
    for (Path page : listed(".html")) {
      String html = Files.readString(page);
      List<String> ids = found(html, "\\bid=\"([^\"]*)\"");
      assertThat(ids).as(page.toString()).doesNotHaveDuplicates();
      places.put(String.valueOf(page.getFileName()), Set.copyOf(ids));
      links.put(String.valueOf(page.getFileName()), found(html, "\\b(?:href|src)=\"([^\"]*)\""));
    }
    String index = Files.readString(pages.resolve("search-index.js"));
    links.put("search-index.js", found(index, "\"p\":\"([^\"]*)\""));
    links.forEach((page, all) -> all.forEach(link -> leads(page, link, places)));
    assertThat(places.get("method.html")).contains("objective.rkd.angle-weight");
  }

  private void leads(String page, String link, Map<String, Set<String>> places) {
    assertThat(link).as("offline: " + page).doesNotContain("://");
    String[] parts = link.split("#", 2);
    String file = parts[0].isEmpty() ? page : parts[0];
    assertThat(pages.resolve(file)).as(page + ": " + link).exists();
    if (parts.length > 1) {
      assertThat(places.get(file)).as(page + ": " + link).contains(parts[1]);
    }
  }

  private static List<String> found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map((MatchResult each) -> each.group(1)).toList();
  }

  private List<Path> listed(String ending) throws IOException {
    try (Stream<Path> all = Files.list(pages)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void everyCommandAndEveryGuideHasItsPlace() throws IOException {
    assertThat(docs()).isZero();
    assertThat(out.toString().strip()).isEqualTo(pages.resolve("index.html").toString());
    String commands = Files.readString(pages.resolve("commands.html"));
    assertThat(Main.line().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(commands).contains("<h2 id=\"" + name + "\">"));
    Set<String> guides =
        texts().stream()
            .filter(file -> file.startsWith(GUIDES.resolve("guides")))
            .map(file -> String.valueOf(file.getFileName()).replace(".md", ".html"))
            .collect(Collectors.toSet());
    assertThat(listed(".html"))
        .extracting(page -> page.getFileName().toString())
        .containsAll(guides);
  }

  @Test
  void whatALinkInATableOrAFormulaMeansIsShownAsItIs() throws IOException {
    assertThat(docs()).isZero();
    String losses = Files.readString(pages.resolve("method.html"));
    assertThat(losses).contains("href=\"method.html#objective.rkd-angle\"").doesNotContain("{@");
    assertThat(losses).contains("|x_a - x_b|").doesNotContain("<em>");
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(Files.createDirectory(pages).resolve("index.html"), "mine");
    assertThat(docs()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("DIR: ", "(expected: an empty folder");
    assertThat(pages.resolve("index.html")).hasContent("mine");
    Files.delete(pages.resolve("index.html"));
    assertThat(docs()).isZero();
    assertThat(docs()).as("over an earlier one").isZero();
  }
}
