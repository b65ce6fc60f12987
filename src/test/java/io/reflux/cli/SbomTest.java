package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SbomTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  @Test
  void librariesAreListed() throws IOException {
    assertThat(reflux("--sbom", bom("1.2.3").toString())).isZero();
    assertThat(said.toString().lines()).containsExactly("org.x:y 1.2.3", "org.x:z 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1.1.9,0",
    "1.2.0,3",
    "1.2.10,3",
    "1.3.0-rc1,3",
    "1.3.0,0",
    "2.0,3",
    "2.1,3",
    "2.1.1,0",
    "5,3"
  })
  void aVersionIsAffectedWithinItsRanges(String version, int code) throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("osv.json"),
            """
            { "vulns": [
              { "id": "A-1", "summary": "bad", "affected": [
                { "package": { "ecosystem": "Maven", "name": "org.x:y" },
                  "ranges": [
                    { "type": "ECOSYSTEM", "events": [
                      { "introduced": "1.2.0" }, { "fixed": "1.3.0" } ] },
                    { "type": "ECOSYSTEM", "events": [
                      { "introduced": "2.0" }, { "last_affected": "2.1" } ] } ],
                  "versions": [ "5" ] } ] },
              { "id": "A-2", "affected": [
                { "package": { "ecosystem": "PyPI", "name": "org.x:y" }, "versions": [ "1.1.9" ] } ] },
              { "id": "A-3", "withdrawn": "2020-01-01T00:00:00Z", "affected": [
                { "package": { "ecosystem": "Maven", "name": "org.x:z" }, "versions": [ "1.0" ] } ] }
            ] }
            """);
    assertThat(reflux("--sbom", bom(version).toString(), "--check", list.toString()))
        .isEqualTo(code);
    assertThat(said.toString())
        .contains(
            code == 0
                ? "0 of 3 known vulnerabilities, in 2 libraries"
                : "org.x:y " + version + ": A-1 bad\n1 of 3 known");
  }

  @Test
  void whatIsNoneIsASentence() throws IOException {
    Path other = Files.writeString(folder.resolve("x.json"), "[");
    assertThat(reflux("--sbom", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(reflux("--sbom", other.toString())).isEqualTo(2);
    Files.writeString(other, "[{}]");
    assertThat(reflux("--sbom", bom("1").toString(), "--check", other.toString())).isEqualTo(2);
    assertThat(said.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("reflux sbom: ") && line.contains("(expected: "));
  }

  private Path bom(String version) throws IOException {
    return Files.writeString(
        folder.resolve("sbom.json"),
        """
        { "bomFormat": "CycloneDX", "components": [
          { "group": "org.x", "name": "y", "version": "VERSION" },
          { "group": "org.x", "name": "z", "version": "1.0" } ] }
        """
            .replace("VERSION", version));
  }

  private int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    String[] all = new String[words.length + 1];
    all[0] = "sbom";
    System.arraycopy(words, 0, all, 1, words.length);
    return line.execute(all);
  }
}
