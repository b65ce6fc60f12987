package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where the images come from that a teacher is shown. */
public interface TeacherImages {

  /** The images of some rows of a batch, in direct memory, those of each side apart. */
  CompletionStage<List<ShownImages>> images(PixelBatch batch, int[] rows);

  /** Shows the teacher the very pixels that the students see. */
  static TeacherImages samePixels() {
    return (batch, rows) -> CompletableFuture.completedFuture(Pixels.gather(batch, rows));
  }
}
