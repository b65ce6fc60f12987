package io.reflux.task;

import io.reflux.stage.Failures;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was asked for, or the reason why it is not there. */
interface Answer<T> {
  @Nullable T value();

  @Nullable Throwable error();

  /** Goes on with what came, or with the reason. */
  default <R> R then(Function<T, R> came, Function<Throwable, R> failed) {
    T value = value();
    return value == null ? failed.apply(Failures.cause(error())) : came.apply(value);
  }
}
