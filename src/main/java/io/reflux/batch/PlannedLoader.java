package io.reflux.batch;

import io.reflux.chance.Chance;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Loaded;
import io.reflux.intake.PictureReader;
import io.reflux.view.ViewRecipe;
import io.reflux.wire.PlannedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes single images of plans, where somebody else loads the batches: the very pixels that a
 * {@link BatchLoader} of the same examples and views makes. Safe for many threads.
 */
public final class PlannedLoader {
  private static final int CHANNELS = 3;

  private final PictureReader reader;
  private final List<ViewRecipe> views;
  private final Chance chance;

  /**
   * A loader of one split.
   *
   * @param views how each view is made; view {@code k} takes recipe {@code k} modulo their number
   * @param chance the key that views are drawn from
   */
  public PlannedLoader(PictureReader reader, List<ViewRecipe> views, Chance chance) {
    this.reader = reader;
    this.views = List.copyOf(views);
    this.chance = chance;
  }

  /** The side of an image, in pixels. */
  public int side(PlannedImage image) {
    return recipe(image).side();
  }

  /**
   * Loads images of one side.
   *
   * @param executor whose threads decode
   * @return direct memory, uint8 (images, side, side, 3), from position 0; fails with {@link
   *     IllegalStateException} if one can't be read, as {@link PictureReader#read} with its
   *     storage, with {@link IllegalArgumentException} if there is no such example, or sides differ
   */
  public CompletionStage<ByteBuffer> load(List<PlannedImage> images, Executor executor) {
    Map<Integer, List<Integer>> places = new LinkedHashMap<>();
    for (int place = 0; place < images.size(); place++) {
      check(images.get(place), images.get(0));
      places.computeIfAbsent(images.get(place).example(), id -> new ArrayList<>()).add(place);
    }
    ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * rowBytes(images.get(0)));
    return CompletableFuture.allOf(
            places.values().stream()
                .map(of -> CompletableFuture.runAsync(() -> fill(images, of, pixels), executor))
                .toArray(CompletableFuture[]::new))
        .thenApply(all -> pixels);
  }

  /** Decodes an example once and puts all that is wanted of it into its places. */
  private void fill(List<PlannedImage> images, List<Integer> places, ByteBuffer pixels) {
    List<PlannedImage> wanted = places.stream().map(images::get).toList();
    Loaded loaded =
        reader.read(wanted.get(0).example(), (width, height) -> needed(width, height, wanted));
    loaded
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem.name() + ": " + problem.reason());
            });
    loaded.part().ifPresent(part -> write(part, images, places, pixels));
  }

  private void write(
      Cutout part, List<PlannedImage> images, List<Integer> places, ByteBuffer pixels) {
    for (int place : places) {
      PlannedImage image = images.get(place);
      pixels.put(
          place * rowBytes(image),
          recipe(image).view(part, BatchPlan.chanceOf(chance, image)).rgb());
    }
  }

  private Box needed(int width, int height, List<PlannedImage> wanted) {
    return wanted.stream()
        .map(each -> recipe(each).needed(width, height, BatchPlan.chanceOf(chance, each)))
        .reduce(Box::and)
        .orElseThrow();
  }

  private void check(PlannedImage image, PlannedImage first) {
    if (image.example() >= reader.dataset().size() || side(image) != side(first)) {
      throw new IllegalArgumentException(
          image + " (expected: one of " + reader.dataset().size() + " examples, of one side)");
    }
  }

  private int rowBytes(PlannedImage image) {
    return side(image) * side(image) * CHANNELS;
  }

  private ViewRecipe recipe(PlannedImage image) {
    return views.get(image.view() % views.size());
  }
}
