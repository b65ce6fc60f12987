package io.reflux.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The devices that a program names in its text.
 *
 * <p>Who traces a program on one device writes that device into it, wherever a tensor is made; the
 * program then fails on any other, though its weights are brought there.
 */
final class DeviceLiterals {
  private static final Pattern LITERAL =
      Pattern.compile("torch\\.device\\(\"(?:cpu|cuda(?::\\d+)?)\"\\)");

  private DeviceLiterals() {}

  /**
   * A copy of an archive that names another device wherever it names one; empty if it names no
   * other.
   *
   * @return a temporary file, which the caller deletes
   */
  static Optional<Path> retargeted(Path archive, Device device) throws IOException {
    String wanted = literal(device);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (isCode(entry) && !rewritten(text(zip, entry), wanted).equals(text(zip, entry))) {
          Path copy = Files.createTempFile("reflux-", ".pt");
          try (OutputStream out = Files.newOutputStream(copy)) {
            copy(zip, wanted, out);
          }
          return Optional.of(copy);
        }
      }
      return Optional.empty();
    }
  }

  private static void copy(ZipFile zip, String wanted, OutputStream out) throws IOException {
    try (ZipOutputStream target = new ZipOutputStream(out)) {
      target.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (isCode(entry)) {
          byte[] text = rewritten(text(zip, entry), wanted).getBytes(StandardCharsets.UTF_8);
          CRC32 sum = new CRC32();
          sum.update(text);
          target.putNextEntry(stored(entry.getName(), text.length, sum.getValue()));
          target.write(text);
        } else {
          target.putNextEntry(stored(entry.getName(), entry.getSize(), entry.getCrc()));
          try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(target);
          }
        }
        target.closeEntry();
      }
    }
  }

  private static ZipEntry stored(String name, long bytes, long crc) {
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(bytes);
    entry.setCrc(crc);
    return entry;
  }

  private static boolean isCode(ZipEntry entry) {
    return entry.getName().contains("/code/") && entry.getName().endsWith(".py");
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String rewritten(String code, String wanted) {
    return LITERAL.matcher(code).replaceAll(Matcher.quoteReplacement(wanted));
  }

  private static String literal(Device device) {
    String name = device.kind() == Device.Kind.CPU ? "cpu" : "cuda:" + device.index();
    return "torch.device(\"" + name + "\")";
  }
}
