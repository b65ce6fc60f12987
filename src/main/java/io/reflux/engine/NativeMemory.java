package io.reflux.engine;

import com.sun.jna.NativeLibrary;

/** The memory that native code has freed. */
public final class NativeMemory {
  private static final Object[] ALL = {0L};

  private NativeMemory() {}

  /**
   * Gives what is free back to the system. A launcher has glibc keep what a step frees for the next
   * one; between trainings that is memory in pieces of other sizes, which would stay resident
   * beside those that the next one takes. Without glibc nothing happens.
   */
  public static void giveBack() {
    try {
      NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(ALL);
    } catch (UnsatisfiedLinkError e) {
      // no glibc
    }
  }
}
