package io.reflux.train;

import io.reflux.engine.Device;
import java.util.List;

/**
 * Where a student is trained, and in which pieces its batches go through the network.
 *
 * @param devices of one kind, a replica of the network on each; the optimizer, and what the method
 *     trains and remembers, are on the first
 * @param threads intra-op threads of the thread of each device
 * @param microBatch how many rows a network runs on at once, forth and back; 0 for an even share of
 *     the batch for each device. The numbers depend on it, and not on the devices
 * @param synchronised true if batch norm takes its statistics from all pieces of a batch together,
 *     one for each device then, and not from each alone
 */
public record StudentPlace(
    List<Device> devices, int threads, int microBatch, boolean synchronised) {

  /** Copies the list, which holds a device at least. */
  public StudentPlace {
    devices = List.copyOf(devices);
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("student devices: none (expected: at least one)");
    }
  }

  /** The device of all but the replicas. */
  public Device first() {
    return devices.get(0);
  }

  /** In how many parts one program takes a batch: 1, or one for each device. */
  public int parts() {
    return synchronised ? devices.size() : 1;
  }

  /** How many rows of a batch go through a network at once. */
  public long piece(long rows) {
    return microBatch > 0 ? microBatch : (rows + devices.size() - 1) / devices.size();
  }

  /** In how many pieces so many rows go through networks. */
  public long pieces(long rows) {
    return (rows + piece(rows) - 1) / piece(rows);
  }
}
