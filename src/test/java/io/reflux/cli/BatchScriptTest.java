package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/reflux.sbatch} with scripts for Reflux and for Slurm that tell of themselves. */
class BatchScriptTest {
  private static final Path SCRIPT = Path.of("conf/reflux.sbatch").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void beforeTheTimeLimitItStopsTheRunAndIsQueuedAgain() throws Exception {
    script("reflux", "echo \"$@\" > words; trap 'exit 143' TERM; while :; do sleep 0.05; done");
    Process job = job();
    await().until(() -> Files.exists(folder.resolve("words")));
    new ProcessBuilder("sh", "-c", "kill -USR1 " + job.pid()).start().waitFor();
    assertThat(job.waitFor()).isZero();
    assertThat(folder.resolve("words"))
        .hasContent("run my.conf --run-dir runs/mine --keep-alive\n");
    assertThat(folder.resolve("slurm")).hasContent("requeue 17\n");
  }

  @Test
  void theNextJobResumesAndEndsAsTheRunDoes() throws Exception {
    Files.createDirectories(folder.resolve("runs/mine"));
    Files.writeString(folder.resolve("runs/mine/pipeline.conf"), "");
    script("reflux", "echo \"$@\" > words; exit 3");
    assertThat(job().waitFor()).isEqualTo(3);
    assertThat(folder.resolve("words")).hasContent("resume runs/mine --keep-alive\n");
    assertThat(folder.resolve("slurm")).doesNotExist();
  }

  private Process job() throws IOException {
    script("scontrol", "echo \"$@\" > slurm");
    ProcessBuilder builder =
        new ProcessBuilder("bash", SCRIPT.toString(), "my.conf", "runs/mine")
            .directory(folder.toFile());
    builder.environment().put("SLURM_JOB_ID", "17");
    builder.environment().put("REFLUX", folder.resolve("reflux").toString());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    return builder.redirectErrorStream(true).start();
  }

  private void script(String name, String words) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + words + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
