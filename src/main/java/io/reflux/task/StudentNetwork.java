package io.reflux.task;

import io.reflux.network.FrozenModel;
import io.reflux.train.StudentState;
import java.util.function.Supplier;

/** A student's network as it was at a step, for those that only look at it. */
interface StudentNetwork {

  /** Loads the network in a state onto the thread that asks for it. */
  Supplier<FrozenModel> at(StudentState state);
}
