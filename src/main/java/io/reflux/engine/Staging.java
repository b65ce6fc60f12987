package io.reflux.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A piece of the host's memory from which tensors go to one device, used again and again; it grows
 * to the largest that was asked for.
 *
 * <p>For a GPU it is page-locked: the GPU fetches what lies there itself, where the driver would
 * copy what lies elsewhere first. For one thread.
 */
public final class Staging implements AutoCloseable {
  /** 0 is libtorch's number of uint8. */
  private static final List<String> LOCKED =
      List.of(
          "return torch.empty([bytes], dtype=0, layout=None, device=torch.device(\"cpu\"),"
              + " pin_memory=True)");

  private static final String SIGNATURE = "locked(bytes: int) -> Tensor";

  private final Device device;
  private Optional<Locking> locking = Optional.empty();
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);

  private Staging(Device device) {
    this.device = device;
  }

  /** Memory for what goes to a device; none is taken yet. */
  public static Staging to(Device device) {
    return new Staging(device);
  }

  /**
   * Room for some bytes, from position 0 to the limit. Whatever was handed out before is the same
   * memory, or none any more.
   */
  public ByteBuffer room(int bytes) {
    if (memory.capacity() < bytes) {
      memory =
          device.kind() == Device.Kind.GPU
              ? locked(bytes).orElseGet(() -> ByteBuffer.allocateDirect(bytes))
              : ByteBuffer.allocateDirect(bytes);
    }
    return memory.slice(0, bytes);
  }

  /**
   * A tensor of what lies in the room, on its owner's device. On a processor it is that very
   * memory, and changes with it.
   *
   * @param content what {@link #room} answered last
   */
  public static NDArray tensor(ByteBuffer content, Shape shape, DataType type, NDManager owner) {
    return owner.create(content.slice().order(ByteOrder.nativeOrder()), shape, type);
  }

  /**
   * A tensor of what lies elsewhere, on its owner's device: for a GPU by way of the room; on a
   * processor it is that very memory, which stays as it is while the tensor is needed.
   *
   * @param content direct, from its position to its limit, which stay
   */
  public NDArray shown(ByteBuffer content, Shape shape, DataType type, NDManager owner) {
    if (device.kind() == Device.Kind.CPU) {
      return tensor(content, shape, type, owner);
    }
    ByteBuffer room = room(content.remaining());
    room.duplicate().put(content.duplicate());
    return tensor(room, shape, type, owner);
  }

  /** Native tensors that it owns now: the locked memory, if there is some. */
  public int liveTensors() {
    return locking.map(lock -> lock.scope.liveTensors()).orElse(0);
  }

  /** Frees the memory: what was handed out of it must not be touched any more. */
  @Override
  public void close() {
    memory = ByteBuffer.allocateDirect(0);
    locking.ifPresent(Locking::close);
    locking = Optional.empty();
  }

  /** Empty where libtorch can't lock pages: it asks CUDA for them. */
  Optional<ByteBuffer> locked(long bytes) {
    Locking lock = locking.orElseGet(Locking::new);
    locking = Optional.of(lock);
    return lock.locked(bytes);
  }

  /** libtorch's way to page-locked memory. */
  private static final class Locking implements AutoCloseable {
    private final TensorScope scope = TensorScope.open("staging", Device.CPU);
    private final Program program = load(scope);
    private Optional<NDArray> held = Optional.empty();

    Optional<ByteBuffer> locked(long bytes) {
      held.ifPresent(NDArray::close);
      held = Optional.empty();
      try {
        NDArray now =
            Autograd.paused(() -> program.call("locked").whole(bytes).into(scope.manager()).head());
        held = Optional.of(now);
        return Optional.of(now.toByteBuffer(true));
      } catch (EngineException e) {
        return Optional.empty();
      }
    }

    private static Program load(TensorScope scope) {
      try {
        Path file = Files.createTempFile("reflux-staging", ".pt");
        try {
          new ScriptArchive().method(SIGNATURE, LOCKED).write(file);
          return Program.load(file, scope);
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        scope.close();
        throw new UncheckedIOException("cannot load the program that locks memory", e);
      }
    }

    @Override
    public void close() {
      program.close();
      scope.close();
    }
  }
}
