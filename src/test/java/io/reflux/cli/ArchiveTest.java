package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.InstalledProgram;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the archive that is handed out, and what stays out of it. */
class ArchiveTest {
  private static final String SCRIPT = "src/launcher/archive.sh";
  private static final String SLIM = "src/launcher/SlimJars.java";
  private static final String NATIVE = ".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)";

  private static final String SBOM =
      """
      { "bomFormat": "CycloneDX",
        "components": [ { "name": "a \\"[{", "purl": "pkg:maven/x/a@1" },
                        { "group": "com.microsoft.onnxruntime", "name": "onnxruntime",
                          "hashes": [ { "alg": "MD5", "content": "0" } ],
                          "purl": "pkg:maven/com.microsoft.onnxruntime/onnxruntime@9?type=jar" },
                        { "name": "b", "purl": "pkg:maven/x/b@1" } ],
        "dependencies": [ { "ref": "pkg:maven/com.microsoft.onnxruntime/onnxruntime@9?type=jar",
                            "dependsOn": [] },
                          { "ref": "pkg:maven/x/a@1",
                            "dependsOn": [ "pkg:maven/com.microsoft.onnxruntime/onnxruntime@9?type=jar" ] },
                          { "ref": "all",
                            "dependsOn": [ "pkg:maven/x/a@1",
                              "pkg:maven/com.microsoft.onnxruntime/onnxruntime@9?type=jar" ] } ] }
      """;

  @TempDir private Path folder;

  @Test
  void itHoldsAllThatAnInstallationTakesButOnnxRuntime() throws Exception {
    InstalledProgram.assume("xz");
    InstalledProgram.assume("tar");
    Path home = installed();
    assertThat(told(Map.of(), "sh", SCRIPT, home + "", "reflux-1", "linux-x86_64", folder + ""))
        .startsWith(folder + "/reflux-1-linux-x86_64.tar.xz: ");
    String archive = folder.resolve("reflux-1-linux-x86_64.tar.xz").toString();
    List<String> list = told(Map.of(), "tar", "-tf", archive).lines().toList();
    assertThat(list)
        .contains(
            "reflux-1/bin/reflux",
            "reflux-1/conf/application.conf",
            "reflux-1/golden/case.json",
            "reflux-1/lib/plain.jar",
            "reflux-1/lib/ext/README",
            "reflux-1/pipelines/quickstart.conf",
            "reflux-1/pipelines/data/quickstart.zip",
            "reflux-1/sbom.json",
            "reflux-1/LICENSE",
            "reflux-1/NOTICE",
            "reflux-1/README.md")
        .noneMatch(name -> name.contains("onnxruntime") || name.endsWith(".jsa"));
    told(Map.of(), "tar", "-C", folder + "", "-xf", archive);
    assertThat(entries(folder.resolve("reflux-1/lib/plain.jar")))
        .containsOnlyKeys("META-INF/MANIFEST.MF", "a/B.class", "nat/Linux/x86_64/b.so", "own/c.so")
        .containsEntry("a/B.class", "a/B.class".repeat(9));
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith("archive."));
    JsonNode bill = new ObjectMapper().readTree(folder.resolve("reflux-1/sbom.json").toFile());
    assertThat(bill)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    { "bomFormat": "CycloneDX",
                      "components": [ { "name": "a \\"[{", "purl": "pkg:maven/x/a@1" },
                                      { "name": "b", "purl": "pkg:maven/x/b@1" } ],
                      "dependencies": [ { "ref": "pkg:maven/x/a@1", "dependsOn": [] },
                                        { "ref": "all", "dependsOn": [ "pkg:maven/x/a@1" ] } ] }
                    """));
  }

  @Test
  void oneThatIsTooLargeIsRefused() throws Exception {
    InstalledProgram.assume("xz");
    InstalledProgram.assume("tar");
    Path home = installed();
    assertThat(
            told(
                Map.of("REFLUX_ARCHIVE_MOST", "1000"),
                "sh",
                SCRIPT,
                home + "",
                "reflux-1",
                "linux-x86_64",
                folder + ""))
        .contains("reflux-1-linux-x86_64.tar.xz: ")
        .endsWith(" bytes (expected: 1000 at most)\n");
    assertThat(folder.resolve("reflux-1-linux-x86_64.tar.xz")).doesNotExist();
  }

  @Test
  void ofTheLibrariesThatShipNativeOnesOfOtherPlatformsStayOutAndNothingElse() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(each).toAbsolutePath();
      if (each.endsWith(".jar") && Files.size(jar) < 32 << 20) {
        Files.copy(jar, from.resolve(jar.getFileName()));
      }
    }
    Path to = folder.resolve("to");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    assertThat(told(Map.of(), java + "", SLIM, from + "", to + "", "linux-x86_64")).isEmpty();
    List<String> natives = new ArrayList<>();
    List<String> jars = List.of(Objects.requireNonNull(from.toFile().list()));
    assertThat(jars).hasSizeGreaterThan(50);
    for (String jar : jars) {
      Map<String, Long> kept = sums(to.resolve(jar));
      Map<String, Long> all = sums(from.resolve(jar));
      kept.keySet().stream().filter(name -> name.matches(NATIVE)).forEach(natives::add);
      all.keySet().removeIf(name -> name.matches(NATIVE) && !kept.containsKey(name));
      assertThat(kept).as(jar).isEqualTo(all);
    }
    assertThat(natives)
        .contains(
            "com/sun/jna/linux-x86-64/libjnidispatch.so",
            "jnilib/linux-x86_64/cpu/libdjl_torch.so",
            "jnilib/linux-x86_64/cu128/libdjl_torch.so",
            "native/Linux/x86_64/libwebp-imageio.so",
            "org/jline/nativ/Linux/x86_64/libjlinenative.so")
        .allMatch(name -> name.matches("(?i).*linux[-/]x86[-_]64/.*"));
  }

  private Path installed() throws IOException {
    Path home = folder.resolve("installed");
    for (String each :
        List.of(
            "bin/reflux",
            "conf/application.conf",
            "golden/case.json",
            "lib/reflux-classes-1-2.jsa")) {
      Path file = home.resolve(each);
      Files.createDirectories(file.getParent());
      Files.writeString(file, each);
    }
    Files.writeString(home.resolve("sbom.json"), SBOM);
    jar(
        home.resolve("lib/plain.jar"),
        "META-INF/MANIFEST.MF",
        "a/B.class",
        "nat/Linux/x86_64/b.so",
        "nat/Linux/arm64/b.so",
        "nat/Mac/x86_64/b.dylib",
        "own/c.so");
    jar(home.resolve("lib/onnxruntime-9.jar"), "META-INF/MANIFEST.MF");
    return home;
  }

  private static void jar(Path file, String... names) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.repeat(9).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Map<String, String> entries(Path jar) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        file.getInputStream(entry).transferTo(bytes);
        entries.put(entry.getName(), bytes.toString(StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static Map<String, Long> sums(Path jar) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      file.stream().forEach(entry -> sums.put(entry.getName(), entry.getCrc()));
    }
    return sums;
  }

  private static String told(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told;
  }
}
