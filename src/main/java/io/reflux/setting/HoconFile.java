package io.reflux.setting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HOCON text with its includes and substitutions resolved, ready to be read.
 *
 * <p>An include that does not exist is a problem, unlike in plain HOCON; a substitution that
 * nothing defines ({@code ${sides}}) is noted where it is read; {@code ${?NAME}} may stay
 * undefined. Names that the text does not define are looked up in the environment.
 */
public final class HoconFile {
  private static final ConfigParseOptions HOCON =
      ConfigParseOptions.defaults()
          .setSyntax(ConfigSyntax.CONF)
          .setAllowMissing(false)
          .setIncluder(new RequiredIncludes());

  private static final long MOST_BYTES = 1L << 20;
  private static final Bounded BOUNDED = new Bounded(Duration.ofSeconds(5), Duration.ofSeconds(60));

  private HoconFile() {}

  /**
   * Reads a file.
   *
   * @param file the file; relative paths in it are meant from its folder
   * @param overrides assignments that win over the file, as {@code seed=3}; where the file has a
   *     list, a path goes on with the name of one of its objects: {@code tasks.a.train.epochs=2}
   * @param problems where a mistake in the text is noted
   * @return the file's root, or empty if the text could not be read
   */
  public static Optional<Section> read(Path file, List<String> overrides, Problems problems) {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      String there = Files.isDirectory(absolute) ? "a folder" : "";
      problems.add(new Problem("", file.toString(), there, "a pipeline file"));
      return Optional.empty();
    }
    Path folder = absolute.resolve("..").normalize();
    return guarded(
        String.valueOf(absolute.getFileName()),
        () -> textOf(absolute),
        problems,
        () -> {
          check(absolute);
          ConfigObject written = ConfigFactory.parseFile(absolute.toFile(), HOCON).root();
          return root(written, new Overrides(overrides, HOCON), folder, problems);
        });
  }

  /**
   * Reads a text.
   *
   * @param text HOCON
   * @param name how messages call the text
   * @param folder where relative paths begin
   * @param problems where a mistake in the text is noted
   * @return the text's root, or empty if the text could not be read
   */
  public static Optional<Section> parse(String text, String name, Path folder, Problems problems) {
    return parse(new Text(text, name, folder), List.of(), problems);
  }

  /**
   * A text.
   *
   * @param hocon what it says
   * @param name how messages call it
   * @param folder where relative paths begin
   */
  public record Text(String hocon, String name, Path folder) {}

  /** As above, with assignments that win over the text. */
  public static Optional<Section> parse(Text text, List<String> overrides, Problems problems) {
    return guarded(
        text.name(),
        () -> Optional.of(text.hocon()),
        problems,
        () -> {
          Nesting.check(text.hocon());
          return root(
              ConfigFactory.parseString(text.hocon(), HOCON.setOriginDescription(text.name()))
                  .root(),
              new Overrides(overrides, HOCON),
              text.folder().toAbsolutePath().normalize(),
              problems);
        });
  }

  private static Section root(
      ConfigObject written, Overrides overrides, Path folder, Problems problems) {
    Config whole = overrides.before(written).toConfig();
    Config resolved = whole.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    ConfigObject root = overrides.after(resolved.root(), problems);
    Extent.check(root);
    return Section.root(root, folder, problems);
  }

  /** Looks at a file's size, characters and nesting before the parser does. */
  private static void check(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new RefusedTextException(bytes + " bytes", "at most " + MOST_BYTES);
      }
      Nesting.check(Utf8Text.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ConfigException.IO(ConfigOriginFactory.newFile(file.toString()), why(e), e);
    }
  }

  private static String why(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** A file's text; empty if it is no text in UTF-8. */
  private static Optional<String> textOf(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Section> guarded(
      String name, Supplier<Optional<String>> text, Problems problems, Supplier<Section> reading) {
    try {
      return Optional.of(BOUNDED.run(reading));
    } catch (RefusedTextException e) {
      problems.add(e.in(name));
    } catch (MissingIncludeException e) {
      problems.add(e.in(text.get(), name));
    } catch (ConfigException e) {
      problems.add(SyntaxMistake.of(e, text.get(), name));
    }
    return Optional.empty();
  }
}
