package io.reflux.stage;

/** What a stage owns, of which it can let go. */
interface Holding {

  /** Native tensors owned now. */
  int liveTensors();

  /** Frees it; when it is needed it is made anew. */
  void letGo();
}
