package io.reflux.pipeline;

import java.util.List;

/**
 * One entry of a pipeline.
 *
 * @param name unique in the pipeline; fit to name a folder
 * @param needs the tasks that must be done before, those whose models it uses included
 * @param work what it does
 */
public record Task(String name, List<String> needs, Work work) {

  /** Copies the needs. */
  public Task {
    needs = List.copyOf(needs);
  }
}
