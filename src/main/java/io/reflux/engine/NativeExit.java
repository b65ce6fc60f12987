package io.reflux.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The end of a process in which native code may still compute. However Java leaves, by {@code
 * exit}, {@code halt} or a signal, C clears up after its libraries in the end, in the reverse order
 * of their loading: what a thread that still computes reaches for next is gone, and the process
 * ends by a crash instead of its exit code.
 */
final class NativeExit {
  private NativeExit() {}

  /**
   * From now on the process is gone before the libraries that are loaded are cleared up: of all
   * that C does then, {@code _exit} comes first. Java's own shutdown hooks are over by then.
   * Without glibc it stays as it is.
   */
  static void beforeLibraries() {
    try {
      NativeLibrary c = NativeLibrary.getProcess();
      Object[] leaveWithTheCode = {c.getFunction("_exit"), Pointer.NULL};
      c.getFunction("on_exit").invokeInt(leaveWithTheCode);
    } catch (UnsatisfiedLinkError e) {
      // no glibc
    }
  }
}
