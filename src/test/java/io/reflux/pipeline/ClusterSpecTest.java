package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSpecTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("secret", "own.pem", "own.key", "lab.pem")) {
      Files.writeString(folder.resolve(name), name);
    }
  }

  @Test
  void withoutAnythingWrittenItIsThisMachineOnly() {
    Problems problems = new Problems();
    ClusterSpec spec = read("", problems);
    assertThat(problems.all()).isEmpty();
    assertThat(spec)
        .isEqualTo(new ClusterSpec("127.0.0.1", 7355, "", Optional.empty(), Optional.empty()));
  }

  @Test
  void anotherAddressAsksForSecretAndTls() {
    String tls = "tls { certificate = own.pem, key = own.key, authority = lab.pem }";
    assertThat(problem("host = \"10.0.0.1\"")).contains("cluster.host: \"10.0.0.1\" (expected: a");
    assertThat(problem("host = \"10.0.0.1\", secret = secret")).contains("secret and tls");
    assertThat(problem("host = \"10.0.0.1\", " + tls)).contains("secret and tls");
    assertThat(problem("bind = \"0.0.0.0\"")).contains("secret and tls");
    assertThat(problem("host = \"10.0.0.1\", bind = \"0.0.0.0\", secret = secret, " + tls))
        .isEqualTo("[]");
  }

  @Test
  void whatIsMisspeltOrMissingIsTold() {
    assertThat(problem("prot = 1")).contains("prot");
    assertThat(problem("port = 0")).contains("cluster.port: 0");
    assertThat(problem("tls { certificate = own.pem }")).contains("cluster.tls");
  }

  private String problem(String text) {
    Problems problems = new Problems();
    read(text, problems);
    return problems.all().toString();
  }

  private ClusterSpec read(String text, Problems problems) {
    Section root =
        HoconFile.parse("cluster { " + text + " }", "test.conf", folder, problems).orElseThrow();
    return ClusterSpec.read(root.section("cluster"));
  }
}
