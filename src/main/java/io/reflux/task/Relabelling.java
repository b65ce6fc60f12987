package io.reflux.task;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.HostTensor;
import io.reflux.method.PseudoLabels;
import java.util.Map;

/**
 * How a student gets its pseudo-labels, epoch by epoch.
 *
 * @param settings whose labels are found, and how
 * @param network the student's network as it is, answering what is clustered
 * @param classifier the shape of the classifier that begins afresh with new labels
 * @param chance the randomness of the student
 */
record Relabelling(
    LabelSurvey.Settings settings, StudentNetwork network, long[] classifier, Chance chance)
    implements Surveying {

  @Override
  public boolean dueBefore(int epoch, int stepInEpoch) {
    return settings.labels().dueBefore(epoch, stepInEpoch);
  }

  @Override
  public Survey survey(int epoch) {
    String memory = settings.labels().memory();
    return new Survey(
        () -> new LabelSurvey(settings, at(epoch).at("clusters")),
        network,
        labels -> new Found(trainables(epoch), Map.of(memory, labels)));
  }

  /** The classifier as it begins in an epoch. */
  private Map<String, HostTensor> trainables(int epoch) {
    PseudoLabels labels = settings.labels();
    float[] weights = new float[Math.toIntExact(classifier[0] * classifier[1])];
    Draws draws = at(epoch).at("classifier").draws();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (draws.nextGaussian() / classifier[1]);
    }
    return Map.of(labels.classifier(), HostTensor.of(weights, classifier));
  }

  private Chance at(int epoch) {
    return chance.at("pseudo-labels").at(epoch);
  }
}
