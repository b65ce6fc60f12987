package io.reflux.bench;

import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;

/** Hears nothing of a run. */
final class Deaf implements RunListener {
  @Override
  public void started(RunHandle run) {}

  @Override
  public void heard(RunEvent event) {}
}
