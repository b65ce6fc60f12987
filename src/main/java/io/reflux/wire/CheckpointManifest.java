package io.reflux.wire;

import io.reflux.wire.proto.CheckpointManifestMessage;
import io.reflux.wire.proto.StudentMessage;
import io.reflux.wire.proto.TensorFileMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a checkpoint folder holds.
 *
 * @param task the task's name
 * @param step steps taken in the task so far
 * @param epoch the epoch to go on in
 * @param stepInEpoch how many plans of that epoch were trained on
 * @param pipelineDigest the digest of the resolved pipeline file
 * @param bestOf the students for which no checkpoint so far was better
 * @param students the students' files and values
 * @param scalars values of the task as a whole
 */
public record CheckpointManifest(
    String task,
    long step,
    int epoch,
    int stepInEpoch,
    String pipelineDigest,
    Set<String> bestOf,
    List<Student> students,
    Scalars scalars) {
  private static final int FORMAT_VERSION = 1;

  /**
   * One student's part.
   *
   * @param name the student's name
   * @param files its tensors
   * @param scalars its single values
   */
  public record Student(String name, List<TensorFile> files, Scalars scalars) {}

  /**
   * A safetensors file of the folder.
   *
   * @param group what its tensors are
   * @param file its name
   * @param bytes its length
   * @param crc32c its checksum
   */
  public record TensorFile(String group, String file, long bytes, int crc32c) {}

  /** The manifest as bytes, with a checksum of its own; equal manifests give equal bytes. */
  public byte[] toBytes() {
    CheckpointManifestMessage.Builder message =
        CheckpointManifestMessage.newBuilder()
            .setFormatVersion(FORMAT_VERSION)
            .setTask(task)
            .setStep(step)
            .setEpoch(epoch)
            .setStepInEpoch(stepInEpoch)
            .setPipelineDigest(pipelineDigest)
            .addAllBestOf(new TreeSet<>(bestOf))
            .setScalars(scalars.toProto());
    students.forEach(student -> message.addStudents(toProto(student)));
    return Frame.wrap(message.build().toByteArray());
  }

  /**
   * The manifest that {@link #toBytes()} wrote.
   *
   * @throws IOException if the bytes are damaged, or of a later format
   */
  public static CheckpointManifest parse(byte[] bytes) throws IOException {
    CheckpointManifestMessage message =
        CheckpointManifestMessage.parseFrom(Frame.unwrap(ByteBuffer.wrap(bytes)));
    if (message.getFormatVersion() != FORMAT_VERSION) {
      throw new IOException(
          "format version: " + message.getFormatVersion() + " (expected: " + FORMAT_VERSION + ")");
    }
    return new CheckpointManifest(
        message.getTask(),
        message.getStep(),
        message.getEpoch(),
        message.getStepInEpoch(),
        message.getPipelineDigest(),
        Set.copyOf(message.getBestOfList()),
        message.getStudentsList().stream().map(CheckpointManifest::fromProto).toList(),
        Scalars.fromProto(message.getScalars()));
  }

  private static StudentMessage toProto(Student student) {
    StudentMessage.Builder message =
        StudentMessage.newBuilder().setName(student.name).setScalars(student.scalars.toProto());
    for (TensorFile file : student.files) {
      message.addFiles(
          TensorFileMessage.newBuilder()
              .setGroup(file.group)
              .setFile(file.file)
              .setBytes(file.bytes)
              .setCrc32C(file.crc32c));
    }
    return message.build();
  }

  private static Student fromProto(StudentMessage message) {
    return new Student(
        message.getName(),
        message.getFilesList().stream()
            .map(f -> new TensorFile(f.getGroup(), f.getFile(), f.getBytes(), f.getCrc32C()))
            .toList(),
        Scalars.fromProto(message.getScalars()));
  }
}
