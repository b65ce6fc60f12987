import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * {@code java SlimJars.java FROM TO PLATFORM}: copies the jars of a folder as the archive that is
 * handed out takes them. Native libraries of other platforms are left out. What remains lies in its
 * jar uncompressed, in the order it had, so that the archive compresses the like of all jars
 * together: half of what they take one by one. A jar of more than 32 MiB, which libtorch is alone, is
 * copied as it is.
 */
final class SlimJars {
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)");
  private static final Set<String> SYSTEMS =
      Set.of("linux", "osx", "win", "freebsd", "openbsd", "dragonflybsd", "sunos", "aix");

  /** Bytes of a jar that holds little but one native library. */
  private static final long LARGE = 32 << 20;

  private SlimJars() {}

  public static void main(String[] words) throws IOException {
    Path from = Path.of(words[0]);
    Path to = Files.createDirectories(Path.of(words[1]));
    Set<String> platform = wordsOf(words[2]);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(from, "*.jar")) {
      for (Path jar : jars) {
        Path copy = to.resolve(jar.getFileName());
        if (Files.size(jar) > LARGE) {
          Files.copy(jar, copy);
        } else {
          copy(jar, copy, platform);
        }
        Files.setLastModifiedTime(copy, Files.getLastModifiedTime(jar));
      }
    }
  }

  private static void copy(Path jar, Path copy, Set<String> platform) throws IOException {
    try (ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      out.setMethod(ZipOutputStream.STORED);
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!isOfAnother(entry.getName(), platform)) {
          try (InputStream bytes = in.getInputStream(entry)) {
            put(out, entry, bytes.readAllBytes());
          }
        }
      }
    }
  }

  private static void put(ZipOutputStream out, ZipEntry entry, byte[] bytes) throws IOException {
    ZipEntry stored = new ZipEntry(entry.getName());
    stored.setTime(entry.getTime());
    stored.setSize(bytes.length);
    stored.setCompressedSize(bytes.length);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    stored.setCrc(sum.getValue());
    out.putNextEntry(stored);
    out.write(bytes);
    out.closeEntry();
  }

  /** Whether an entry is a native library in folders that name another system or processor. */
  private static boolean isOfAnother(String name, Set<String> platform) {
    if (!NATIVE.matcher(name).matches()) {
      return false;
    }
    Set<String> folders = wordsOf(name.substring(0, name.lastIndexOf('/') + 1));
    return !Collections.disjoint(folders, SYSTEMS) && !folders.containsAll(platform);
  }

  /** The parts of a path, systems and processors among them by the names that DJL has for them. */
  private static Set<String> wordsOf(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace("x86-64", "x86_64").replace('-', '/');
    Set<String> words = new TreeSet<>();
    for (String word : plain.split("/")) {
      words.add(
          switch (word) {
            case "mac", "darwin", "macos" -> "osx";
            case "windows", "win32" -> "win";
            case "arm64" -> "aarch64";
            case "amd64" -> "x86_64";
            default -> word;
          });
    }
    return words;
  }
}
