package io.reflux.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system, as long as somebody wants to hear them. One that the process was
 * started to ignore, as SIGHUP under {@code nohup}, stays ignored; one that the virtual machine
 * keeps for itself ({@code -Xrs}) does what it always does.
 *
 * <p>There is no other way to hear SIGUSR1, or a second SIGTERM, than {@code sun.misc.Signal}. It
 * is looked up by its name, because the compiler's warning about it can't be switched off.
 */
public final class ProcessSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final Map<Object, Object> before = new LinkedHashMap<>();

  /**
   * A signal that has come.
   *
   * @param name as {@code SIGTERM}
   * @param number as the operating system counts
   */
  public record Heard(String name, int number) {}

  /** From now on a signal of these does this, on a thread of its own. */
  public void on(List<String> names, Consumer<Heard> what) {
    for (String name : names) {
      try {
        on(name, what);
      } catch (ReflectiveOperationException e) {
        LOG.info("SIG{} is left to the virtual machine: {}", name, String.valueOf(e.getCause()));
      }
    }
  }

  private void on(String name, Consumer<Heard> what) throws ReflectiveOperationException {
    Class<?> kind = Class.forName(HANDLER);
    Object signal = Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    Object was = handle(signal, handler(kind, what));
    if (was.equals(kind.getField("SIG_IGN").get(null))) {
      handle(signal, was);
    } else {
      before.putIfAbsent(signal, was);
    }
  }

  /** Signals do again what they did before. */
  @Override
  public void close() {
    before.forEach(
        (signal, was) -> {
          try {
            handle(signal, was);
          } catch (ReflectiveOperationException e) {
            LOG.warn("{} can't be left to the virtual machine again", signal, e);
          }
        });
    before.clear();
  }

  /** Has a signal handled in another way; answers how it was handled before. */
  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Method handle =
        signal.getClass().getMethod("handle", signal.getClass(), Class.forName(HANDLER));
    return Objects.requireNonNull(handle.invoke(null, signal, handler));
  }

  private static Object handler(Class<?> kind, Consumer<Heard> what) {
    return Proxy.newProxyInstance(
        kind.getClassLoader(),
        new Class<?>[] {kind},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              case "toString" -> "what a run does about a signal";
              default -> {
                what.accept(heard(arguments[0]));
                yield null;
              }
            });
  }

  private static Heard heard(Object signal) throws ReflectiveOperationException {
    Class<?> kind = signal.getClass();
    return new Heard(
        "SIG" + kind.getMethod("getName").invoke(signal),
        (int) Objects.requireNonNull(kind.getMethod("getNumber").invoke(signal)));
  }
}
