package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher hands to Java, which is a script here that tells of it. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("src/launcher/reflux.sh").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void makeJava() throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\necho \"all=${LC_ALL-} type=${LC_CTYPE-} words=$* flavour=${PYTORCH_FLAVOR-}"
            + " workspace=${CUBLAS_WORKSPACE_CONFIG-}"
            + " arenas=${MALLOC_ARENA_MAX-} trim=${MALLOC_TRIM_THRESHOLD_-}\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @CsvSource({
    "'','',all= type=C.UTF-8",
    "LANG,C,all= type=C.UTF-8",
    "LANG,de_DE.ISO-8859-1,all= type=C.UTF-8",
    "LC_ALL,POSIX,all=C.UTF-8 type=C.UTF-8",
    "LANG,en_GB.UTF-8,all= type= ",
    "LC_ALL,fr_FR.utf8,all=fr_FR.utf8 type= ",
  })
  void namesAreUtf8InEveryLocale(String name, String value, String told) throws Exception {
    Map<String, String> locale = name.isEmpty() ? Map.of() : Map.of(name, value);
    assertThat(launched(locale, "exec \"$@\"")).startsWith(told);
  }

  @ParameterizedTest
  @CsvSource({
    "libtorch_cuda.so, '', cu128",
    "libtorch_cpu.so, '', cpu",
    "libtorch_cuda.so, cu130, cu130",
  })
  void aLibtorchOfOnesOwnComesWithItsFlavour(String file, String own, String told)
      throws Exception {
    Files.createFile(folder.resolve(file));
    Map<String, String> library = new HashMap<>();
    library.put("PYTORCH_LIBRARY_PATH", folder.toString());
    library.put("PYTORCH_FLAVOR", own);
    assertThat(launched(library, "exec \"$@\"")).contains(" flavour=" + told + " ");
  }

  @Test
  void withoutOneDjlChoosesAndCublasKeepsItsWorkspace() throws Exception {
    assertThat(launched(Map.of(), "exec \"$@\"")).contains(" flavour= workspace=:4096:8 ");
    assertThat(launched(Map.of("CUBLAS_WORKSPACE_CONFIG", ":16:8"), "exec \"$@\""))
        .contains(" workspace=:16:8 ");
  }

  @Test
  void theAllocatorKeepsWhatAStepFreesUnlessToldOtherwise() throws Exception {
    assertThat(launched(Map.of(), "exec \"$@\"")).endsWith(" arenas=1 trim=1073741824\n");
    assertThat(launched(Map.of("MALLOC_TRIM_THRESHOLD_", "131072"), "exec \"$@\""))
        .endsWith(" arenas=1 trim=131072\n");
  }

  @Test
  void fewFileDescriptorsAreOneSentence() throws Exception {
    assertThat(launched(Map.of(), "ulimit -n 64; \"$@\"; echo \"exit $?\""))
        .isEqualTo(
            "reflux: 64 file descriptors (expected: at least 128; ulimit -n, or LimitNOFILE= of"
                + " systemd)\nexit 3\n");
  }

  private String launched(Map<String, String> locale, String how)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", how, "sh", "sh", LAUNCHER.toString(), "check", "x"));
    List.of(
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "JAVA_OPTS",
            "PYTORCH_FLAVOR",
            "PYTORCH_LIBRARY_PATH",
            "CUBLAS_WORKSPACE_CONFIG",
            "MALLOC_ARENA_MAX",
            "MALLOC_TRIM_THRESHOLD_")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(locale);
    builder.environment().put("JAVA_HOME", folder.toString());
    Process launcher = builder.redirectErrorStream(true).start();
    String told = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    launcher.waitFor();
    return told;
  }
}
