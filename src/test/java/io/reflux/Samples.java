package io.reflux;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reflux.intake.WaitingTime;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes something of any type, for tests that need a value and don't care which: a record of
 * samples, the first constant, an interface whose methods answer samples. What can't be made so is
 * null.
 */
final class Samples {
  private static final int DEEPEST = 8;

  private final Map<Class<?>, Object> known = new HashMap<>();
  private int depth;

  /**
   * Samples for what belongs to an actor.
   *
   * @param folder stands for every path
   */
  Samples(ActorContext<?> context, TimerScheduler<?> timers, Path folder) {
    known.put(ActorContext.class, context);
    known.put(TimerScheduler.class, timers);
    known.put(ActorSystem.class, context.getSystem());
    known.put(Scheduler.class, context.getSystem().scheduler());
    known.put(ActorRef.class, context.getSystem().deadLetters());
    known.put(Path.class, folder);
    known.put(String.class, "sample");
    known.put(Duration.class, Duration.ofMillis(1));
    known.put(LongSupplier.class, (LongSupplier) System::nanoTime);
    known.put(WaitingTime.class, WaitingTime.OF_THE_MACHINE);
    known.put(Runnable.class, (Runnable) () -> {});
    known.put(CompletableFuture.class, new CompletableFuture<>());
    known.put(CompletionStage.class, new CompletableFuture<>());
    known.put(Throwable.class, new IllegalStateException("a sample"));
    known.put(Optional.class, Optional.empty());
    known.put(Map.class, Map.of());
    known.put(Set.class, Set.of());
    known.put(boolean.class, false);
    known.put(int.class, 1);
    known.put(long.class, 1L);
    known.put(float.class, 1f);
    known.put(double.class, 1d);
    known.put(Integer.class, 1);
    known.put(Long.class, 1L);
    known.put(Double.class, 1d);
  }

  /** Arguments for a constructor or a method. */
  @Nullable Object[] arguments(Executable of) {
    return Arrays.stream(of.getGenericParameterTypes()).map(this::of).toArray();
  }

  /** A sample of a type; null if none can be made. */
  @Nullable Object of(Type type) {
    Class<?> raw = raw(type);
    Object ready = known.get(raw);
    if (ready != null) {
      return ready;
    }
    if (depth == DEEPEST) {
      return null;
    }
    depth++;
    try {
      return made(type, raw);
    } finally {
      depth--;
    }
  }

  private @Nullable Object made(Type type, Class<?> raw) {
    if (raw == List.class || raw == Iterator.class || raw == Deque.class) {
      return several(type, raw);
    }
    if (raw.isArray()) {
      return Array.newInstance(raw.getComponentType(), 1);
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    if (raw.isSealed()) {
      return Stream.of(raw.getPermittedSubclasses()).map(this::of).findFirst().orElse(null);
    }
    return raw.isInterface() ? proxy(raw) : constructed(raw);
  }

  private Object several(Type type, Class<?> raw) {
    Object one = type instanceof ParameterizedType of ? of(of.getActualTypeArguments()[0]) : null;
    List<Object> all = one == null ? List.of() : List.of(one);
    if (raw == Deque.class) {
      return new ArrayDeque<>(all);
    }
    return raw == Iterator.class ? all.iterator() : all;
  }

  private Object proxy(Class<?> type) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> 1;
              case "toString" -> "sample";
              default -> method.getReturnType() == void.class ? null : of(method.getReturnType());
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private @Nullable Object constructed(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers()) || !type.getName().startsWith(Rooms.ROOT)) {
      return null;
    }
    return Stream.of(type.getDeclaredConstructors())
        .sorted(Comparator.comparingInt(Constructor::getParameterCount))
        .map(this::constructed)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private Optional<Object> constructed(Constructor<?> constructor) {
    try {
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments(constructor)));
    } catch (ReflectiveOperationException refusesSamples) {
      return Optional.empty();
    }
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType of) {
      return raw(of.getRawType());
    }
    return type instanceof WildcardType wild ? raw(wild.getUpperBounds()[0]) : Object.class;
  }
}
