package io.reflux.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of many files in little memory: folders once, file names as bytes end to end.
 *
 * <p>Files are numbered from 0, ordered by folder path and then by file name, both by code point:
 * the order in which torchvision's ImageFolder meets them. Paths are relative, with {@code /}; a
 * file at the root has the folder {@code ""}.
 */
final class FileNames {
  private final List<String> folders;
  private final int[] firstOfFolder;
  private final int[] ends;
  private final byte[] bytes;

  private FileNames(Builder builder) {
    folders = List.copyOf(builder.folders);
    firstOfFolder = Arrays.copyOf(builder.firstOfFolder, folders.size() + 1);
    firstOfFolder[folders.size()] = builder.size;
    ends = Arrays.copyOf(builder.ends, builder.size);
    bytes = Arrays.copyOf(builder.bytes, builder.used);
  }

  /** The names of files listed folder by folder, in any order. */
  static FileNames of(Map<String, List<String>> filesOfFolder) {
    Builder builder = new Builder();
    filesOfFolder.keySet().stream()
        .sorted(CodePoints.ORDER)
        .forEach(
            folder -> {
              builder.folder(folder);
              List<String> files = new ArrayList<>(filesOfFolder.getOrDefault(folder, List.of()));
              files.sort(CodePoints.ORDER);
              files.forEach(builder::file);
            });
    return new FileNames(builder);
  }

  /** The names of files by their paths, in any order. */
  static FileNames of(Collection<String> paths) {
    Map<String, List<String>> filesOfFolder = new HashMap<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      filesOfFolder
          .computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), f -> new ArrayList<>())
          .add(path.substring(slash + 1));
    }
    return of(filesOfFolder);
  }

  /** How many files there are. */
  int size() {
    return ends.length;
  }

  /** The folders that hold files, in order. */
  List<String> folders() {
    return folders;
  }

  /** The number of the first file of a folder; that of the folder after the last is the size. */
  int firstOf(int folder) {
    return firstOfFolder[folder];
  }

  /** The last part of a file's path. */
  String fileName(int file) {
    int start = file == 0 ? 0 : ends[file - 1];
    return new String(bytes, start, ends[file] - start, StandardCharsets.UTF_8);
  }

  /** The whole path of a file. */
  String path(int file) {
    int found = Arrays.binarySearch(firstOfFolder, 0, folders.size(), file);
    String folder = folders.get(found >= 0 ? found : -found - 2);
    return folder.isEmpty() ? fileName(file) : folder + "/" + fileName(file);
  }

  /** The number of the file with this path, or -1. */
  int find(String path) {
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    String name = path.substring(slash + 1);
    int at = Collections.binarySearch(folders, folder, CodePoints.ORDER);
    if (at < 0) {
      return -1;
    }
    int low = firstOfFolder[at];
    int high = firstOfFolder[at + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = CodePoints.ORDER.compare(fileName(middle), name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Gathers names, which must come in order. */
  private static final class Builder {
    private final List<String> folders = new ArrayList<>();
    private int[] firstOfFolder = new int[16];
    private int[] ends = new int[64];
    private byte[] bytes = new byte[1024];
    private int size;
    private int used;

    /** Begins a folder; the files added from now on lie in it. */
    void folder(String path) {
      firstOfFolder = room(firstOfFolder, folders.size() + 1);
      firstOfFolder[folders.size()] = size;
      folders.add(path);
    }

    /** Adds a file to the folder begun last. */
    void file(String name) {
      byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
      while (bytes.length - used < encoded.length) {
        bytes = Arrays.copyOf(bytes, bytes.length + (bytes.length >> 1) + encoded.length);
      }
      System.arraycopy(encoded, 0, bytes, used, encoded.length);
      used += encoded.length;
      ends = room(ends, size);
      ends[size++] = used;
    }

    private static int[] room(int[] array, int index) {
      return index < array.length ? array : Arrays.copyOf(array, array.length * 3 / 2 + 1);
    }
  }
}
