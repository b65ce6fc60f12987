package io.reflux.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers with the models that some work uses and does not train: a training's by the names of its
 * teachers, any other by no name.
 */
final class UsedModels implements Work.Visitor<Map<TeacherName, ModelSource>> {

  /** The models; empty if the work uses none. */
  static Map<TeacherName, ModelSource> of(Work work) {
    return work.visit(new UsedModels());
  }

  @Override
  public Map<TeacherName, ModelSource> learn(Learn learn) {
    Map<TeacherName, ModelSource> sources = new LinkedHashMap<>();
    learn.teachers().forEach((name, spec) -> sources.put(name, spec.source()));
    return sources;
  }

  @Override
  public Map<TeacherName, ModelSource> measure(Measure measure) {
    return Map.of(TeacherName.NONE, measure.source());
  }

  @Override
  public Map<TeacherName, ModelSource> export(Export export) {
    return Map.of(TeacherName.NONE, export.source());
  }
}
