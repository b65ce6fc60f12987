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

  private static final Path NODES = Path.of("conf/reflux-nodes.sbatch").toAbsolutePath();

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

  /**
   * {@code conf/reflux-nodes.sbatch}: one machine runs, the others join it by what it was given.
   */
  @Test
  void otherMachinesOfferTheirDevicesToTheFirst() throws Exception {
    script("hostname", "echo box1");
    script("srun", "echo \"$@\" > nodes; trap 'exit 0' TERM; while :; do sleep 0.05; done");
    script("reflux", "echo \"$@\" > words; while [ ! -s nodes ]; do sleep 0.05; done; exit 3");
    assertThat(job(NODES).waitFor()).isEqualTo(3);
    assertThat(folder.resolve("words"))
        .content()
        .startsWith("run my.conf --run-dir runs/mine --keep-alive -D cluster.host=box1")
        .contains("-D cluster.port=7355", "-D cluster.secret=trust/node.secret");
    assertThat(folder.resolve("nodes"))
        .content()
        .startsWith("--nodes=2 --ntasks-per-node=1 --exclude=box1")
        .contains("node --join box1:7355 --lanes gpu0 --secret trust/node.secret");
  }

  private Process job() throws IOException {
    return job(SCRIPT);
  }

  private Process job(Path file) throws IOException {
    script("scontrol", "echo \"$@\" > slurm");
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString(), "my.conf", "runs/mine")
            .directory(folder.toFile());
    builder.environment().put("SLURM_JOB_ID", "17");
    builder.environment().put("SLURM_NNODES", "3");
    builder.environment().put("REFLUX_TRUST", "trust");
    builder.environment().put("REFLUX", folder.resolve("reflux").toString());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    return builder.redirectErrorStream(true).start();
  }

  private void script(String name, String words) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + words + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
