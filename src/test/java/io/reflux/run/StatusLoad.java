package io.reflux.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that loads a run's status server, whose port is its argument, until a line comes: half
 * requests, event streams, and requests for the status. Then it tells how many of each were served.
 */
final class StatusLoad {
  static final int HALF_OPEN = 200;
  static final int STREAMS = 1000;
  static final int REQUESTS_PER_SECOND = 5000;
  private static final int CLIENTS = 16;
  private static final int PATIENCE_MILLIS = 3000;
  private static final byte[] STATUS =
      "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final int port;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger halves = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile boolean over;

  private StatusLoad(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    new StatusLoad(Integer.parseInt(args[0])).load();
  }

  private void load() throws Exception {
    List<Thread> threads = new ArrayList<>();
    threads.add(begun(this::halves));
    threads.add(begun(this::streams));
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(begun(this::requests));
    }
    long began = System.nanoTime();
    System.out.println("loading");
    System.in.read();
    double seconds = (System.nanoTime() - began) / 1e9;
    over = true;
    for (Thread each : threads) {
      each.join(TimeUnit.SECONDS.toMillis(10));
    }
    System.out.printf(
        "%d half-open, %d of %d streams fed, %.0f requests/s answered, %.0f refused%n",
        halves.get(), streams.get(), STREAMS, answers.get() / seconds, refused.get() / seconds);
    Runtime.getRuntime().halt(0);
  }

  private static Thread begun(Runnable work) {
    Thread thread = new Thread(work, "load");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Keeps connections open that have asked for half of something; closed, they are opened again.
   */
  private void halves() {
    byte[] half = "GET /status HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII);
    List<Socket> open = new ArrayList<>();
    while (!over) {
      open.removeIf(StatusLoad::isClosed);
      halves.set(open.size());
      if (open.size() == HALF_OPEN) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        continue;
      }
      try {
        Socket socket = new Socket();
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(1);
        socket.getOutputStream().write(half);
        open.add(socket);
      } catch (IOException e) {
        refused.incrementAndGet();
      }
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Opens all streams and takes what comes; counts those on which something came. */
  private void streams() {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < STREAMS; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.register(selector, SelectionKey.OP_CONNECT);
      }
      while (!over) {
        selector.select(this::fed, 100);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fed(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        String request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
      ByteBuffer taken = ByteBuffer.allocate(1 << 16);
      int count = channel.read(taken);
      if (count < 0) {
        key.cancel();
      } else if (key.attachment() == null && begins(taken, "HTTP/1.1 200")) {
        key.attach("fed");
        streams.incrementAndGet();
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private static boolean begins(ByteBuffer taken, String text) {
    return StandardCharsets.ISO_8859_1.decode(taken.flip()).toString().startsWith(text);
  }

  /** Asks for the status at its share of the pace; a connection that is closed is opened again. */
  private void requests() {
    long pause = TimeUnit.SECONDS.toNanos(1) * CLIENTS / REQUESTS_PER_SECOND;
    while (!over) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        long next = System.nanoTime();
        while (!over) {
          socket.getOutputStream().write(STATUS);
          (isAnswered(in) ? answers : refused).incrementAndGet();
          next += pause;
          LockSupport.parkNanos(next - System.nanoTime());
        }
      } catch (IOException e) {
        refused.incrementAndGet();
      }
    }
  }

  /** Takes one answer; true if it is the status. */
  private static boolean isAnswered(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length:") + "content-length:".length();
    int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip());
    in.skipNBytes(length);
    return lower.startsWith("http/1.1 200");
  }
}
