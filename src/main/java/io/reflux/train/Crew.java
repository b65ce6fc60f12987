package io.reflux.train;

import io.reflux.engine.NativeThreads;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The devices of a student, each with a thread and a scope of its own. The first one's thread is
 * whoever asks: the one that made the crew.
 */
final class Crew implements AutoCloseable {
  private final List<TensorScope> scopes = new ArrayList<>();
  private final List<ExecutorService> threads = new ArrayList<>();

  /** Starts a thread for each device but the first. */
  Crew(StudentPlace place) {
    NativeThreads.prepare(place.threads(), true);
    for (int i = 0; i < place.devices().size(); i++) {
      String name = i == 0 ? "student" : "student-" + (i + 1);
      scopes.add(TensorScope.open(name, place.devices().get(i)));
      if (i > 0) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> daemon(work, name));
        thread.execute(() -> NativeThreads.prepare(place.threads(), true));
        threads.add(thread);
      }
    }
  }

  /** How many devices there are. */
  int size() {
    return scopes.size();
  }

  /** What a device owns. */
  TensorScope scope(int number) {
    return scopes.get(number);
  }

  /**
   * Does a piece of work on every device, at the same time, and waits for all of them; also for the
   * others if one fails.
   *
   * @param work by the number of the device; what it touches of others stands still meanwhile
   * @return the answers, in the order of the devices
   */
  <T> List<T> all(IntFunction<T> work) {
    List<CompletableFuture<Supplier<T>>> others = new ArrayList<>();
    for (int i = 1; i < size(); i++) {
      int number = i;
      others.add(
          CompletableFuture.supplyAsync(
              () -> outcome(() -> work.apply(number)), threads.get(i - 1)));
    }
    List<Supplier<T>> outcomes = new ArrayList<>();
    outcomes.add(outcome(() -> work.apply(0)));
    others.forEach(other -> outcomes.add(other.join()));
    List<T> answers = new ArrayList<>();
    outcomes.forEach(outcome -> answers.add(outcome.get()));
    return answers;
  }

  /** Native tensors that all devices own now. */
  int liveTensors() {
    return scopes.stream().mapToInt(TensorScope::liveTensors).sum();
  }

  /** Ends the threads, once they are idle, and frees all that the devices own. */
  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
    scopes.forEach(TensorScope::close);
  }

  /** What work answers or throws, to be had on another thread. */
  private static <T> Supplier<T> outcome(Supplier<T> work) {
    try {
      T answer = work.get();
      return () -> answer;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    } catch (Error e) {
      return () -> {
        throw e;
      };
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
