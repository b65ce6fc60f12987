package io.reflux.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What {@code torch.save} wrote, in the ZIP format or the one before it.
 *
 * <p>Reading builds plain data and tensors only; a file that asks for anything else is refused. The
 * tensors' values stay in the mapped file.
 *
 * @param root the object that was saved
 */
record TorchFile(PickleValue root) {
  private static final int ZIP_MAGIC = 0x04034b50;
  private static final int ZIP_END_MAGIC = 0x06054b50;
  private static final int PICKLE_PROTOCOL = 0x80;

  /**
   * Reads a file of either format.
   *
   * @throws WeightsException if it is neither, or anything in it is damaged or not plain data
   */
  static TorchFile read(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    if (file.size() == 0) {
      throw new WeightsException(path, "empty (expected: a PyTorch checkpoint)");
    }
    ByteBuffer head = file.slice(0, Math.min(Integer.BYTES, file.size()));
    int magic = head.remaining() < Integer.BYTES ? 0 : head.getInt(0);
    PickleValue root;
    if (magic == ZIP_MAGIC || magic == ZIP_END_MAGIC) {
      root = TorchZipReader.read(path);
    } else if ((head.get(0) & 0xFF) == PICKLE_PROTOCOL) {
      root = new TorchLegacyReader(path, file).read();
    } else {
      throw new WeightsException(
          path, "neither a ZIP archive nor a pickle (expected: a PyTorch checkpoint)");
    }
    if (root instanceof PickleValue.Placeholder object) {
      if (ScriptedTensors.are(object)) {
        return new TorchFile(ScriptedTensors.of(object));
      }
      throw new WeightsException(
          path,
          "object of class "
              + object.className()
              + " is not plain data (expected: a state_dict; save model.state_dict())");
    }
    return new TorchFile(root);
  }
}
