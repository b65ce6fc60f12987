package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  @Test
  void anArchiveOfClassesIsTakenWhereItWasMadeForTheseJars() throws Exception {
    installed();
    assertThat(launched(Map.of(), "sh bin/reflux run x")).doesNotContain("SharedArchiveFile");
    Map<String, String> make = Map.of("REFLUX_ARCHIVE", "make");
    assertThat(launched(make, "sh bin/reflux run x"))
        .contains(" run x ")
        .doesNotContain("no archive");
    assertThat(launched(Map.of(), "sh bin/reflux run x")).contains("SharedArchiveFile=");
    Files.writeString(folder.resolve("lib/a.jar"), "of another size");
    assertThat(launched(Map.of(), "sh bin/reflux run x")).doesNotContain("SharedArchiveFile");
    launched(make, "sh bin/reflux run x");
    assertThat(
            launched(Map.of(), "mkdir moved; cp -r bin lib conf moved; sh moved/bin/reflux run x"))
        .doesNotContain("SharedArchiveFile");
    assertThat(launched(Map.of(), "ls lib | wc -l; rm -rf moved")).startsWith("3");
  }

  @Test
  void aJavaThatMakesNoArchiveIsOneSentence() throws Exception {
    installed();
    Files.createFile(folder.resolve("refuses"));
    assertThat(launched(Map.of("REFLUX_ARCHIVE", "make"), "sh bin/reflux run x; echo \"exit $?\""))
        .contains("reflux: no archive of classes was made", "not this one", "exit 0");
    assertThat(launched(Map.of(), "sh bin/reflux run x")).doesNotContain("SharedArchiveFile");
  }

  @ParameterizedTest
  @CsvSource({"check x,true", "--help,true", "run --help,true", "run x,false", "embed m x,false"})
  void whatIsOverAtOnceIsCompiledTheQuickWay(String words, boolean brief) throws Exception {
    String told = launched(Map.of(), "sh \"$2\" " + words);
    assertThat(told.contains("-XX:TieredStopAtLevel=1 ")).isEqualTo(brief);
  }

  @Test
  void optionsOfOnesOwnComeAfterOurs() throws Exception {
    installed();
    assertThat(launched(Map.of("JAVA_OPTS", "-Xmx9m -Dmine=1"), "sh bin/reflux check x"))
        .contains("-XX:TieredStopAtLevel=1 -Xmx9m -Dmine=1 ")
        .contains("-Dconfig.file=" + folder.toRealPath() + "/conf/application.conf ")
        .contains(
            "/lib/a.jar:"
                + folder.toRealPath()
                + "/lib/b.jar:"
                + folder.toRealPath()
                + "/conf io.reflux.cli.Main check x");
  }

  @Test
  void jarsThatWereAddedComeAfterOurs() throws Exception {
    installed();
    Path added = Files.createDirectories(folder.resolve("lib/ext")).resolve("onnxruntime-1.jar");
    Files.createFile(added);
    assertThat(launched(Map.of(), "sh bin/reflux check x"))
        .contains("/lib/b.jar:" + added.toRealPath() + ":" + folder.toRealPath() + "/conf io.");
  }

  /** As the build leaves it, with a Java that makes whatever archive it is asked for. */
  private void installed() throws IOException {
    for (String each :
        List.of("lib/a.jar", "lib/b.jar", "conf/application.conf", "conf/logback.xml")) {
      Path file = folder.resolve(each);
      Files.createDirectories(file.getParent());
      Files.writeString(file, each);
    }
    Files.copy(LAUNCHER, folder.resolve("bin/reflux"));
    Files.writeString(
        folder.resolve("bin/java"),
        """
        case "$*" in *-Xshare:dump*)
          if [ -e refuses ]; then echo 'not this one'; exit 1; fi
          for word in "$@"; do
            case $word in -XX:SharedArchiveFile=*) echo made >"${word#*=}" ;; esac
          done
          exit 0
        esac
        """,
        StandardOpenOption.APPEND);
  }

  private String launched(Map<String, String> locale, String how)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", how, "sh", "sh", LAUNCHER.toString(), "check", "x"))
            .directory(folder.toFile());
    List.of(
            "REFLUX_ARCHIVE",
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
