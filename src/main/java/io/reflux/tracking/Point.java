package io.reflux.tracking;

import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.StepRow;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of a student at a step.
 *
 * @param step steps taken in the task by then
 * @param epoch from 1
 * @param evaluation true if it was evaluated; false for what a step itself tells
 * @param values by their names, as the tables call them
 */
record Point(long step, int epoch, boolean evaluation, Map<String, Double> values) {

  static Point of(StepRow row) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", row.loss());
    values.put("learning_rate", row.learningRate());
    values.put("images_per_second", row.imagesPerSecond());
    return new Point(row.step(), row.epoch(), false, values);
  }

  static Point of(EvaluationRow row) {
    return new Point(row.step(), row.epoch(), true, row.metrics());
  }
}
