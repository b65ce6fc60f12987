package io.reflux.pipeline;

import io.reflux.setting.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file that was refused, with everything that is wrong in it. */
public final class PipelineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With all problems, in the order in which they were met; the message has one a line. */
  public PipelineException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order in which they were met; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
