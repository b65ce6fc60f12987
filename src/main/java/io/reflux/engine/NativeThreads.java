package io.reflux.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Sets up a thread that computes natively. libtorch keeps these settings per thread, so a stage
 * does this first on the thread that it owns.
 */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * Prepares the calling thread.
   *
   * @param intraOpThreads how many threads one operation of this thread may use; the shares of the
   *     stages that run at once should not add up to more than the cores
   * @param gradients whether programs and losses run on this thread record a graph
   */
  public static void prepare(int intraOpThreads, boolean gradients) {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("threads: " + intraOpThreads + " (expected: >= 1)");
    }
    Numerics.prepare();
    // A thread's first parallel operation, or this question, takes over what any thread has set
    // last (at::internal::lazy_init_num_threads); only after that it keeps a number of its own.
    JniUtils.getNumThreads();
    JniUtils.setNumThreads(intraOpThreads);
    // The profiling executor spends its first calls on measuring; our programs gain nothing by it.
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(gradients);
  }

  /** How many threads one operation of the calling thread may use. */
  public static int intraOpThreads() {
    Libtorch.engine();
    return JniUtils.getNumThreads();
  }
}
