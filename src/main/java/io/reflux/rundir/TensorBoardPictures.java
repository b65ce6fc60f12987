package io.reflux.rundir;

import io.reflux.weights.DurableFile;
import io.reflux.wire.ImageEvent;
import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures of a student as one of TensorBoard's event files, beside its curves: {@code
 * tensorboard/<task>/<student>/pictures}, which TensorBoard takes for a run of its own, as it reads
 * but one file in a folder.
 */
public final class TensorBoardPictures {
  private static final String NAME = "pictures";

  private TensorBoardPictures() {}

  /** Writes all of them, in the place of earlier ones. */
  public static Path write(RunDirectory run, TaskStudent of, List<ImageEvent> pictures)
      throws IOException {
    Path file = file(run, of);
    Files.createDirectories(file.resolve("..").normalize());
    double seconds = pictures.stream().mapToDouble(ImageEvent::seconds).min().orElse(0);
    DurableFile.write(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap(TfRecordFormat.record(ScalarEvent.opening(seconds))));
          for (ImageEvent picture : pictures) {
            channel.write(ByteBuffer.wrap(TfRecordFormat.record(picture.toBytes())));
          }
        });
    return file;
  }

  /**
   * Whose they are.
   *
   * @param task the task
   * @param student a student of it, or another network that it measured
   */
  public record TaskStudent(String task, String student) {}

  private static Path file(RunDirectory run, TaskStudent of) {
    return run.curves(of.task()).resolve(of.student()).resolve(NAME).resolve(TaskCurves.NAME);
  }
}
