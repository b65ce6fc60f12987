package io.reflux.dataset;

import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images that a table lists, one a row: where each lies, what it shows, which part it belongs to.
 *
 * @param key the setting that names the root, for messages
 * @param root a folder or archive with a table inside, or the table itself
 * @param file the table inside of the root; {@code auto} for the only one at its top
 * @param columns which columns say what
 * @param split how rows are divided
 * @param complete whether a file that is listed has to be there
 */
record Table(
    String key, Path root, String file, TableColumns columns, TableSplit split, boolean complete)
    implements DatasetRecipe {
  private static final String AUTO = "auto";

  static Table read(Section section) {
    return new Table(
        section.path().isEmpty() ? "root" : section.path() + ".root",
        section.file("root"),
        section.text("file"),
        TableColumns.read(section.section("columns")),
        TableSplit.read(section.section("split")),
        section.flag("complete"));
  }

  @Override
  public Splits open() {
    TableFile.refuseParquet(key, root.toString());
    TableFile.refuseParquet(key.equals("root") ? "file" : key.replaceFirst("root$", "file"), file);
    if (Files.isDirectory(root)) {
      return inFolder(root, inside());
    }
    if (TableFile.isTable(root.toString()) && Files.exists(root)) {
      Path folder = root.toAbsolutePath().getParent();
      return inFolder(folder == null ? root : folder, root);
    }
    FileTree tree = FileTree.open(root, key);
    String path = inArchive(tree);
    TableFile table = TableFile.parsed(tree.text(path), tree.root() + "/" + path);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    return rows(table, TableFiles.inArchive(tree, folder, paths(table)));
  }

  private Splits inFolder(Path folder, Path path) {
    TableFile table = TableFile.parsed(text(path), path.toString());
    return rows(table, TableFiles.inFolder(folder, path.toString(), paths(table)));
  }

  private Splits rows(TableFile table, TableFiles files) {
    return new TableExamples(table, files, columns, split).splits(complete);
  }

  private List<String> paths(TableFile table) {
    int at = table.column(columns.path(), "path");
    return IntStream.range(0, table.size()).mapToObj(row -> table.cell(row, at)).toList();
  }

  private static String text(Path path) {
    try {
      return new String(FolderTree.read(path), java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new DatasetException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path inside() {
    if (!file.equals(AUTO)) {
      return root.resolve(file);
    }
    try (java.util.stream.Stream<Path> files = Files.list(root)) {
      return root.resolve(
          only(
              files
                  .filter(Files::isRegularFile)
                  .map(path -> String.valueOf(path.getFileName()))
                  .filter(TableFile::isTable)
                  .sorted()
                  .toList()));
    } catch (java.io.IOException e) {
      throw new DatasetException(key + ": " + root + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String inArchive(FileTree tree) {
    return file.equals(AUTO)
        ? only(
            IntStream.range(0, tree.names().size())
                .mapToObj(tree.names()::path)
                .filter(TableFile::isTable)
                .filter(path -> !path.startsWith("__MACOSX/"))
                .toList())
        : file;
  }

  private String only(List<String> tables) {
    if (tables.size() == 1) {
      return tables.get(0);
    }
    String found = tables.isEmpty() ? "no table" : "tables " + String.join(", ", tables);
    throw new DatasetException(
        "%s: %s holds %s (expected: one .csv or .tsv file; file names it)"
            .formatted(key, root, found));
  }
}
