package io.reflux.pipeline;

/** Whether some work has a teacher whose lanes are all on nodes. */
final class WaitsForNodes implements Work.Visitor<Boolean> {
  @Override
  public Boolean learn(Learn learn) {
    return learn.teachers().values().stream().anyMatch(TeacherSpec::nodesOnly);
  }

  @Override
  public Boolean measure(Measure measure) {
    return false;
  }

  @Override
  public Boolean export(Export export) {
    return false;
  }
}
