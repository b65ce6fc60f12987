package io.reflux.batch;

import io.reflux.chance.Chance;
import java.nio.ByteBuffer;

/**
 * Every image of a batch mixed with the next one's same view, by a share that is uniform from 0 to
 * 1 and drawn for each of them: mixup (Zhang et al., ICLR 2018), as aggressively as a patient
 * teacher asks for (Beyer et al., CVPR 2022). The mixed pixels are what students and teachers see.
 */
final class Mixup {
  private Mixup() {}

  /**
   * Mixes a batch where it lies.
   *
   * @param examples how many examples it has
   */
  static void mix(BatchPlan plan, PixelLayout layout, int examples, ByteBuffer memory) {
    for (int view = 0; view < plan.views(); view++) {
      Chance chance = plan.chance().at("mixup").at(plan.epoch()).at(plan.step()).at(view);
      byte[] own = new byte[layout.rowBytes(view)];
      byte[] next = own.clone();
      byte[] first = own.clone();
      memory.get(layout.start(view, 0), first);
      for (int i = 0; i < examples; i++) {
        memory.get(layout.start(view, i), own);
        if (i + 1 < examples) {
          memory.get(layout.start(view, i + 1), next);
        } else {
          next = first;
        }
        mix(own, next, chance.at(i).draws().nextDouble());
        memory.put(layout.start(view, i), own);
      }
    }
  }

  private static void mix(byte[] own, byte[] other, double share) {
    for (int i = 0; i < own.length; i++) {
      own[i] = (byte) (int) (share * (own[i] & 0xFF) + (1 - share) * (other[i] & 0xFF) + 0.5);
    }
  }
}
