package io.reflux.objective;

import io.reflux.chance.Chance;
import io.reflux.miner.BatchNeeds;
import io.reflux.miner.Miner;
import io.reflux.miner.Miners;
import io.reflux.miner.Tuples;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Where the tuples come from that an objective looks at: from a miner that a pipeline file may
 * replace, or from something of the objective's own.
 */
@FunctionalInterface
public interface TupleSource {
  /** The tuples of one batch. */
  Tuples tuples(LossInput input, Chance chance);

  /**
   * What a batch must hold so that there are tuples; {@link BatchNeeds#ANY_ROW} if there are none.
   */
  default BatchNeeds needs() {
    return BatchNeeds.ANY_ROW;
  }

  /** What a pipeline file may write under {@code miner}, if that is nothing; else empty. */
  default String refusal() {
    return "";
  }

  /** By the miner of a name, with its defaults. */
  static TupleSource mined(String miner) {
    return mined(Miners.CATALOGUE.withDefaults(miner));
  }

  /** By a miner, in the student's embeddings. */
  static TupleSource mined(Miner miner) {
    return new Mined(miner);
  }

  /** Reads {@code miner { type = … }}; without one, what the objective says. */
  static TupleSource read(Section section, TupleSource usual) {
    return read(section, List.of(usual)).get(0);
  }

  /** As {@link #read(Section, TupleSource)}, for several objectives that one miner serves. */
  static List<TupleSource> read(Section section, List<TupleSource> usual) {
    if (usual.stream().noneMatch(each -> each.refusal().isEmpty())) {
      if (section.isWritten("miner")) {
        section.refuse("miner", usual.get(0).refusal());
      }
      return usual;
    }
    if (!section.has("miner")) {
      return usual;
    }
    TupleSource mined = mined(Miners.CATALOGUE.read(section.section("miner")));
    return usual.stream().map(each -> each.refusal().isEmpty() ? mined : each).toList();
  }
}
