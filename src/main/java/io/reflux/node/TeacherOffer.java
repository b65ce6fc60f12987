package io.reflux.node;

import io.reflux.engine.Device;
import io.reflux.network.FrozenNetwork;
import io.reflux.rundir.Digest;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.NodeFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * A teacher of a run whose lanes may be elsewhere.
 *
 * @param laneName the name of a lane of it, by number
 * @param firstLane the number of the first lane elsewhere
 * @param program its program
 * @param paths where the program's files lie here
 * @param kind the kind of devices
 * @param computing how its lanes here compute; empty if it has none here
 * @param images what it is shown, for nodes that have the data; empty if nobody else can make it
 */
public record TeacherOffer(
    IntFunction<String> laneName,
    int firstLane,
    LaneProgram program,
    List<Path> paths,
    Device.Kind kind,
    Set<String> computing,
    Optional<OfferedImages.Part> images) {

  /**
   * How lanes are named, and what they compute like.
   *
   * @param devices the teacher's devices
   * @param here whether there are lanes on them; else they say of which kind lanes are
   */
  public record Lanes(IntFunction<String> name, List<Device> devices, boolean here) {}

  /**
   * A program's files.
   *
   * @param files all that it is read from
   * @param code what is loaded of them
   * @param threads how many threads each lane has
   * @param rowsAtOnce how many rows a lane computes at once
   */
  public record Written(List<Path> files, FrozenNetwork.Code code, int threads, int rowsAtOnce) {}

  /** A teacher. */
  public static TeacherOffer of(Lanes lanes, Written written, Optional<OfferedImages.Part> images) {
    Set<String> computing = new TreeSet<>();
    if (lanes.here()) {
      lanes.devices().forEach(each -> computing.add(LocalFacts.computing(each)));
    }
    return new TeacherOffer(
        lanes.name(),
        lanes.here() ? lanes.devices().size() : 0,
        program(written),
        written.files(),
        lanes.devices().get(0).kind(),
        computing,
        images);
  }

  /** Whether a node's lane gives the same answers. */
  boolean takes(NodeFacts.LaneFacts lane, Set<String> alike) {
    boolean same = Device.parse(lane.device()).filter(d -> d.kind() == kind).isPresent();
    return same && (alike.isEmpty() || alike.contains(lane.computing()));
  }

  /** What is sent to a node of a program. */
  static LaneProgram program(Written written) {
    List<LaneProgram.ProgramFile> files = new ArrayList<>();
    for (Path file : written.files()) {
      files.add(new LaneProgram.ProgramFile(name(file), Digest.of(file), size(file)));
    }
    FrozenNetwork.Code code = written.code();
    Path input = code.input();
    return new LaneProgram(
        files,
        name(code.archive()),
        input == null ? "" : name(input),
        code.answers().stream()
            .map(each -> new LaneProgram.ProgramAnswer(each.name(), each.place()))
            .toList(),
        written.threads(),
        written.rowsAtOnce());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  /** A file's name as it may be one elsewhere. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]|^[.-]", "_");
  }
}
