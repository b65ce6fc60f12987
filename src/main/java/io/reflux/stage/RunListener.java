package io.reflux.stage;

/** Hears how a run goes: the terminal, the status server. Called from the actors' threads. */
public interface RunListener {

  /** Before it is up, what it looks at takes long: a sentence about that. */
  default void beforehand(String sentence) {}

  /** The run is up and answers questions. */
  void started(RunHandle run);

  /** Something happened. */
  void heard(RunEvent event);
}
