package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {

  @Test
  void settingsHoldForTheThreadThatMadeThem() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      assertThat(prepared(one, 1, true)).isEqualTo("1 thread, recording");
      assertThat(prepared(other, 2, false)).isEqualTo("2 threads, not recording");
      assertThat(one.submit(NativeThreadsTest::settings).get(60, TimeUnit.SECONDS))
          .isEqualTo("1 thread, recording");
    } finally {
      one.shutdownNow();
      other.shutdownNow();
    }
  }

  @Test
  void aThreadThatHasComputedNothingYetKeepsItsNumber() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      one.submit(() -> NativeThreads.prepare(2, true)).get(60, TimeUnit.SECONDS);
      other.submit(() -> NativeThreads.prepare(1, true)).get(60, TimeUnit.SECONDS);
      assertThat(one.submit(NativeThreads::intraOpThreads).get(60, TimeUnit.SECONDS)).isEqualTo(2);
    } finally {
      one.shutdownNow();
      other.shutdownNow();
    }
  }

  @Test
  void noThreadIsTooFew() {
    assertThatThrownBy(() -> NativeThreads.prepare(0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: >= 1)");
  }

  private static String prepared(ExecutorService thread, int threads, boolean gradients)
      throws Exception {
    return thread
        .submit(
            () -> {
              NativeThreads.prepare(threads, gradients);
              return settings();
            })
        .get(60, TimeUnit.SECONDS);
  }

  private static String settings() {
    int threads = NativeThreads.intraOpThreads();
    return threads
        + (threads == 1 ? " thread" : " threads")
        + (AutogradTest.records() ? ", recording" : ", not recording");
  }
}
