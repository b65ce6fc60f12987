package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.PlannedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Images that a lane computes in one pass: a chunk, or less.
 *
 * @param images the images
 * @param shares which of them are about which question, in their order
 */
record TeacherPiece(Images images, List<Share> shares) {

  /** Copies the list. */
  TeacherPiece {
    shares = List.copyOf(shares);
  }

  /**
   * Rows in a piece that are about one question.
   *
   * @param places the place of each among the rows that are computed for the question
   */
  record Share(TeacherQuestion question, int[] places) {}

  /** Hands the rows of an answer to the questions that they are about. */
  void answered(Map<String, HostTensor> outputs) {
    int first = 0;
    for (Share share : shares) {
      share.question().answers().put(outputs, first, share.places());
      first += share.places().length;
    }
  }

  /** The images, with how each of them is made where somebody else can make it. */
  Images planned(TeacherRows asked) {
    List<PlannedImage> made = new ArrayList<>();
    for (Share share : shares) {
      PixelBatch batch = share.question().order().batch();
      int[] missing = share.question().missing().rows();
      int[] rows = Arrays.stream(share.places()).map(place -> missing[place]).toArray();
      made.addAll(asked.planned(batch, asked.rows(batch, rows)));
    }
    if (made.size() != images.rows()) {
      return images;
    }
    long chance = shares.get(0).question().order().batch().plan().chance().key();
    return images.by(new ImagePlan(asked.part(), chance, made));
  }

  /** What it is about, as it is shown: {@code batch 12}. */
  String subject() {
    long first = shares.get(0).question().batch();
    long last = shares.get(shares.size() - 1).question().batch();
    return first == last ? "batch " + first : "batches " + first + " to " + last;
  }
}
