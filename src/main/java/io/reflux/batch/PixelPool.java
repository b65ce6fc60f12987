package io.reflux.batch;

import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for pixels, bounded in bytes. Buffers are used again; who asks while nothing is
 * free waits in line, first come, first served. Safe for many threads.
 */
public final class PixelPool implements AutoCloseable {
  private final long bytesAllowed;
  private final TreeMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private long bytesAllocated;
  private long bytesInFlight;
  private boolean closed;

  private record Request(int bytes, CompletableFuture<PixelBuffer> answer) {}

  private record Grant(Request request, PixelBuffer buffer) {}

  /** A pool that never hands out more than so many bytes at once. */
  public PixelPool(long bytesAllowed) {
    this.bytesAllowed = bytesAllowed;
  }

  /** The bound. */
  public long bytesAllowed() {
    return bytesAllowed;
  }

  /** How many bytes are handed out now. */
  public synchronized long bytesInFlight() {
    return bytesInFlight;
  }

  /** How many requests wait in line. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Borrows memory.
   *
   * @return a stage that completes, on a thread of the common pool, when the memory is there; it
   *     fails if the request could never be met, or when the pool is closed
   */
  public CompletionStage<PixelBuffer> acquire(int bytes) {
    CompletableFuture<PixelBuffer> answer = new CompletableFuture<>();
    if (bytes > bytesAllowed) {
      answer.completeExceptionally(
          new InputException(
              "machine.in-flight: " + bytesAllowed + " (expected: >= " + bytes + ", one batch)"));
      return answer;
    }
    synchronized (this) {
      if (closed) {
        answer.completeExceptionally(new IllegalStateException("the pixel pool is closed"));
        return answer;
      }
      waiting.add(new Request(bytes, answer));
    }
    serve();
    return answer;
  }

  /** Fails all who wait. Memory that is out may still be used, and is the collector's later. */
  @Override
  public void close() {
    List<Request> refused;
    synchronized (this) {
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      free.clear();
    }
    refused.forEach(
        r ->
            r.answer.completeExceptionally(new IllegalStateException("the pixel pool was closed")));
  }

  void takeBack(ByteBuffer memory) {
    synchronized (this) {
      bytesInFlight -= memory.capacity();
      if (!closed) {
        free.computeIfAbsent(memory.capacity(), c -> new ArrayDeque<>()).push(memory);
      }
    }
    serve();
  }

  private void serve() {
    for (Grant grant : grants()) {
      // Not on this thread: it may be a trainer's, which must not do a loader's work.
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                if (!grant.request.answer.complete(grant.buffer)) {
                  grant.buffer.release();
                }
              });
    }
  }

  private synchronized List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    while (!waiting.isEmpty()) {
      ByteBuffer memory = memory(waiting.peek().bytes);
      if (memory == null) {
        break;
      }
      bytesInFlight += memory.capacity();
      grants.add(new Grant(waiting.remove(), new PixelBuffer(this, memory.clear())));
    }
    return grants;
  }

  private @Nullable ByteBuffer memory(int bytes) {
    Map.Entry<Integer, Deque<ByteBuffer>> fitting = free.ceilingEntry(bytes);
    if (fitting != null) {
      return takeOne(fitting);
    }
    while (bytesAllocated + bytes > bytesAllowed && !free.isEmpty()) {
      bytesAllocated -= takeOne(free.firstEntry()).capacity();
    }
    if (bytesAllocated + bytes > bytesAllowed) {
      return null;
    }
    bytesAllocated += bytes;
    return ByteBuffer.allocateDirect(bytes);
  }

  private ByteBuffer takeOne(Map.Entry<Integer, Deque<ByteBuffer>> entry) {
    ByteBuffer memory = entry.getValue().pop();
    if (entry.getValue().isEmpty()) {
      free.remove(entry.getKey());
    }
    return memory;
  }
}
