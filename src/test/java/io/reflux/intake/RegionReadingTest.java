package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples that are a part of their image: pixel for pixel what cutting the whole gives. */
class RegionReadingTest {
  private static final Path IMAGES = Path.of("src/golden/transforms/images");

  /** One image, or a part of it. */
  private record One(Path file, Optional<Region> part) implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int classes() {
      return 1;
    }

    @Override
    public int label(int id) {
      return 0;
    }

    @Override
    public String className(int label) {
      return "one";
    }

    @Override
    public String name(int id) {
      return file.toString();
    }

    @Override
    public Optional<Region> region(int id) {
      return part;
    }

    @Override
    public byte[] read(int id) throws IOException {
      return Files.readAllBytes(file);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "china.jpg, 0",
    "china.jpg, 67108864",
    "coffee_rgba.png, 0",
    "coffee_rgba.png, 67108864"
  })
  void thePartIsWhatIsSeen(String name, long kept) {
    Path file = IMAGES.resolve(name);
    Region part = new Region(7, 5, 40, 31);
    Picture whole = picture(read(file, Optional.empty(), kept, Wanted.WHOLE));
    PictureReader reader = reader(file, Optional.of(part), kept);
    for (int again = 0; again < 2; again++) {
      Cutout seen = reader.read(0, Wanted.WHOLE).part().orElseThrow();
      assertThat(seen.width()).isEqualTo(33);
      assertThat(seen.height()).isEqualTo(26);
      assertSame(whole, seen, part);
      Wanted inner = (width, height) -> new Box(3, 4, width - 6, height - 8);
      assertSame(whole, reader.read(0, inner).part().orElseThrow(), part);
    }
  }

  private static void assertSame(Picture whole, Cutout seen, Region part) {
    assertThat(seen.left()).isNotNegative();
    assertThat(seen.top()).isNotNegative();
    Picture pixels = seen.picture();
    for (int y = 0; y < pixels.height(); y++) {
      for (int x = 0; x < pixels.width(); x++) {
        int there = whole.at(part.left() + seen.left() + x, part.top() + seen.top() + y);
        for (int c = 0; c < Picture.CHANNELS; c++) {
          assertThat(pixels.rgb()[pixels.at(x, y) + c]).isEqualTo(whole.rgb()[there + c]);
        }
      }
    }
  }

  @Test
  void whatReachesBeyondTheImageIsCutOff() {
    Path file = IMAGES.resolve("china.jpg");
    Picture whole = picture(read(file, Optional.empty(), 0, Wanted.WHOLE));
    Region part = new Region(whole.width() - 9, 0, whole.width() + 50, whole.height() + 1000);
    Picture seen = picture(read(file, Optional.of(part), 0, Wanted.WHOLE));
    assertThat(seen.width()).isEqualTo(9);
    assertThat(seen.height()).isEqualTo(whole.height());
  }

  @ParameterizedTest
  @ValueSource(strings = {"china.jpg", "coffee_rgba.png"})
  void aPartOutsideOfTheImageIsUnreadable(String name) {
    Region part = new Region(100_000, 0, 100_001, 1);
    Loaded loaded = read(IMAGES.resolve(name), Optional.of(part), 0, Wanted.WHOLE);
    assertThat(loaded)
        .isInstanceOfSatisfying(
            Unreadable.class,
            one -> assertThat(one.reason()).startsWith("its box lies outside of the image of "));
  }

  private static Loaded read(Path file, Optional<Region> part, long kept, Wanted wanted) {
    return reader(file, part, kept).read(0, wanted);
  }

  private static PictureReader reader(Path file, Optional<Region> part, long kept) {
    return new PictureReader(new One(file, part), new DecodeSettings(1 << 24, false, kept));
  }

  private static Picture picture(Loaded loaded) {
    return loaded.part().orElseThrow().picture();
  }
}
