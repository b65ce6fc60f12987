package io.reflux.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Many hostile inputs for one reader. Whatever they are, reading one ends within {@link
 * #LONGEST_SECONDS} seconds of processor time, takes no more memory than a file of its size
 * justifies, and either succeeds or fails in a documented way.
 *
 * <p>All of it follows from a seed, {@code -Dreflux.fuzz.seed}; a campaign makes {@code
 * -Dreflux.fuzz.times} times as many inputs as a build does.
 *
 * @param name what is read, for messages; inputs of another name are others
 * @param inputs makes an input of draws
 * @param reader reads it
 * @param documented whether a failure is one that the reader's description tells of
 */
public record Fuzz(
    String name, Function<Draws, byte[]> inputs, Reader reader, Predicate<Exception> documented) {
  private static final long SEED = Long.getLong("reflux.fuzz.seed", 1);
  private static final int TIMES = Integer.getInteger("reflux.fuzz.times", 100);
  private static final long LONGEST_SECONDS = 5;

  /** What any reading may take: buffers, classes loaded on the way, messages. */
  private static final long BYTES_OF_ANY = 64L << 20;

  private static final long BYTES_BY_BYTE = 4000;
  private static final int MOST_SHOWN = 6000;

  /** Reads one input. */
  @FunctionalInterface
  public interface Reader {
    /** Succeeds, or throws what it documents. */
    void read(byte[] input) throws Exception;
  }

  /** So many inputs, as in a build. */
  public void few(int count) throws InterruptedException {
    Worker worker = new Worker(count);
    Thread thread = new Thread(worker, "fuzz-" + name);
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(TimeUnit.SECONDS.toMillis(1));
      worker.tick(thread);
    }
    assertThat(worker.fault).as(worker.fault).isNull();
    assertThat(worker.done).isEqualTo(count);
    System.out.printf(
        "fuzz %s: %,d inputs of seed %d, %,d read, %,d refused%n",
        name, count, SEED, worker.read, count - worker.read);
  }

  /** As many as a campaign asks for. */
  public void many(int count) throws InterruptedException {
    few(Math.multiplyExact(count, TIMES));
  }

  private final class Worker implements Runnable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int count;
    private volatile int done;
    private volatile @Nullable String fault;
    private int read;
    private int seen = -1;
    private long cpuWhenSeen;

    Worker(int count) {
      this.count = count;
    }

    @Override
    public void run() {
      for (int i = 0; i < count && fault == null; i++) {
        byte[] input = input(i);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
          reader.read(input);
          read++;
        } catch (Exception e) {
          if (!documented.test(e)) {
            fault = told(i, "fails in no documented way", e);
          }
        } catch (Throwable e) { // an Error, or an assertion of the reader's own
          fault = told(i, "fails", e);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (taken > BYTES_OF_ANY + BYTES_BY_BYTE * input.length) {
          fault = told(i, "takes " + taken + " bytes of memory", null);
        }
        done = i + 1;
      }
    }

    /** Looks whether one input takes too long; its thread is left behind then. */
    void tick(Thread thread) {
      long cpu = THREADS.getThreadCpuTime(thread.getId());
      if (seen != done) {
        seen = done;
        cpuWhenSeen = cpu;
      } else if (cpu - cpuWhenSeen > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
        Throwable at = new IllegalStateException("still at work");
        at.setStackTrace(thread.getStackTrace());
        throw new AssertionError(told(done, "hangs", at));
      }
    }

    private byte[] input(int i) {
      return inputs.apply(Chance.of(SEED).at(name).at(i).draws());
    }

    private String told(int i, String what, @Nullable Throwable failure) {
      String input = Base64.getEncoder().encodeToString(input(i));
      StringBuilder text = new StringBuilder();
      text.append(name).append(": input ").append(i).append(" of seed ").append(SEED);
      text.append(' ').append(what).append(": ").append(failure).append('\n');
      if (failure != null) {
        for (StackTraceElement each : failure.getStackTrace()) {
          text.append("    at ").append(each).append('\n');
        }
      }
      return text.append("in Base64: ")
          .append(input, 0, Math.min(MOST_SHOWN, input.length()))
          .toString();
    }
  }
}
