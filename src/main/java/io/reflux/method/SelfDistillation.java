package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.miner.Tuples;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.objective.self.S2sdLoss;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * S2SD as a method: the student's embedding and each wider one are mined on their own.
 *
 * @param objective the loss
 * @param source where the tuples come from that the loss of the student's embedding looks at
 * @param targets the same for the loss of each wider embedding
 */
record SelfDistillation(S2sdLoss objective, TupleSource source, List<TupleSource> targets)
    implements Method {
  private static final Catalogue<S2sdLoss> LOSS =
      new Catalogue<S2sdLoss>("objective")
          .with("s2sd", section -> S2sdLoss.read(section, Objectives.CATALOGUE::read));

  /** Reads {@code method { type = s2sd }}; a miner that is written serves all embeddings. */
  static SelfDistillation read(Section section) {
    // Asked before the objective is read: it refuses the keys that nobody has asked for.
    section.has("miner");
    S2sdLoss loss = LOSS.named("s2sd", section);
    List<TupleSource> sources =
        TupleSource.read(section, List.of(loss.base().tupleSource(), loss.target().tupleSource()));
    int targets = loss.targetSizes().size();
    return new SelfDistillation(loss, sources.get(0), Collections.nCopies(targets, sources.get(1)));
  }

  @Override
  public Map<String, Needs> needs(int views) {
    Map<String, Needs> needs = new LinkedHashMap<>();
    needs.put("base", needs(objective.base(), source).inExamples(views));
    targets.forEach(each -> needs.put("target", needs(objective.target(), each).inExamples(views)));
    return needs;
  }

  private static Needs needs(Objective loss, TupleSource tuples) {
    return loss.needs().and(Needs.of(tuples.needs()));
  }

  /** The same with other tuples for {@code source} and {@code target.<k>} where they are named. */
  @Override
  public SelfDistillation withTuples(Map<String, TupleSource> others) {
    List<TupleSource> wide = new ArrayList<>();
    for (int k = 0; k < targets.size(); k++) {
      wide.add(others.getOrDefault("target." + k, targets.get(k)));
    }
    return new SelfDistillation(objective, others.getOrDefault("source", source), wide);
  }

  @Override
  public Set<String> studentOutputs() {
    return objective.studentOutputs();
  }

  @Override
  public Set<String> teacherOutputs() {
    return objective.teacherOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return objective.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return objective.memories(dimensions);
  }

  @Override
  public Loss loss(LossInput input, Chance chance) {
    List<NDArray> embeddings = objective.targets(input);
    List<Tuples> tuples = new ArrayList<>();
    for (int k = 0; k < targets.size(); k++) {
      LossInput wide = input.withEmbeddings(embeddings.get(k));
      tuples.add(targets.get(k).tuples(wide, chance.at("target").at(k)));
    }
    Tuples own = source.tuples(input, chance.at("source"));
    return objective.loss(input.withTuples(own), embeddings, tuples);
  }
}
