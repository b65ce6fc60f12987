package io.reflux.task;

import io.reflux.train.StudentState;
import java.util.List;
import java.util.Optional;

/**
 * A student, as a scheduler knows it.
 *
 * @param name its name
 * @param facts what the summary says of its network
 * @param network its network in any state, for evaluation
 * @param resumed its state at the step that the task goes on from, if that is not 0
 * @param surveyings what it has found out before some of its steps
 */
record StudentSubject(
    String name,
    NetworkFacts facts,
    StudentNetwork network,
    Optional<StudentState> resumed,
    List<Surveying> surveyings) {

  /** Copies the surveyings. */
  StudentSubject {
    surveyings = List.copyOf(surveyings);
  }
}
