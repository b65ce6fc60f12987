package io.reflux.objective;

import io.reflux.chance.Chance;
import io.reflux.miner.BatchNeeds;
import io.reflux.miner.Members;
import io.reflux.miner.Miner;
import io.reflux.miner.Miners;
import io.reflux.miner.Tuples;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** What the tuples of a miner may be made of that stands in. */
  default Set<Members> taken() {
    return Set.of(Members.TRIPLETS);
  }

  /** By another miner, which an objective takes in the place of this. */
  default TupleSource minedBy(Miner other) {
    return new Mined(other, taken());
  }

  /** Triplets by the miner of a name, with its defaults. */
  static TupleSource mined(String miner) {
    return mined(miner, Members.TRIPLETS);
  }

  /**
   * By the miner of a name, with its defaults.
   *
   * @param taken what the tuples may be made of
   */
  static TupleSource mined(String miner, Members... taken) {
    return new Mined(Miners.CATALOGUE.withDefaults(miner), Set.of(taken));
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
    Section written = section.section("miner");
    Miner miner = Miners.CATALOGUE.read(written);
    Optional<TupleSource> other =
        usual.stream()
            .filter(each -> each.refusal().isEmpty() && !each.taken().contains(miner.members()))
            .findFirst();
    if (other.isPresent()) {
      written.refuse(
          "type",
          "a miner of "
              + other.get().taken().stream()
                  .sorted()
                  .map(Members::words)
                  .collect(Collectors.joining(", or of "))
              + "; this one finds "
              + miner.members().words());
      return usual;
    }
    return usual.stream()
        .map(each -> each.refusal().isEmpty() ? each.minedBy(miner) : each)
        .toList();
  }
}
