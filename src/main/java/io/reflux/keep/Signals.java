package io.reflux.keep;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of Unix, by their names without SIG. The class that the JDK has for them ({@code
 * sun.misc.Signal}, for all to use, but without a promise) is named at run time: the compiler warns
 * of it otherwise.
 */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Hears a signal instead of what the JVM does at it. One that is ignored stays so.
   *
   * @param heard called with the name, on a thread of its own
   */
  public static void hear(String name, Consumer<String> heard) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  heard.accept(name);
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      Throwable cause =
          e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
      LOG.warn("SIG{} can't be heard: {}", name, String.valueOf(cause.getMessage()));
    }
  }

  /** Sends a signal to a process, if it is still there. */
  public static void send(String name, ProcessHandle to) {
    if (!to.isAlive()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + to.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.warn("SIG{} can't be sent to process {}", name, to.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
