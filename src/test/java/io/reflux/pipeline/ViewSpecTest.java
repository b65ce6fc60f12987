package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.view.ViewRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training views as a pipeline file says them. */
class ViewSpecTest {
  private static final String TARGET = "views = ${shared.views} { count = 2 }";

  /** The small crops of DINO, smaller. */
  private static final String SMALL =
      "{ count = 6, steps = [ { type = random-resized-crop, side = 16 } ] }";

  @Test
  void everyRecipeSaysHowManyViewsAreMadeSo() throws PipelineException {
    ViewSpec views = views("{ train.count = 2, further = [ " + SMALL + " ] }");
    assertThat(views.count()).isEqualTo(8);
    assertThat(views.recipes())
        .extracting(ViewRecipe::side)
        .containsExactly(32, 32, 16, 16, 16, 16, 16, 16);
    assertThat(views.sides(List.of(7, 0, 1, 2))).containsExactly(16, 32);
  }

  @Test
  void viewsBeyondAreMadeAsTrainSays() throws PipelineException {
    ViewSpec views = views("{ count = 9, further = [ " + SMALL + " ] }");
    assertThat(views.recipes())
        .extracting(ViewRecipe::side)
        .containsExactly(32, 16, 16, 16, 16, 16, 16, 32, 32);
  }

  @Test
  void whatWasResolvedReadsToTheSameViews() throws PipelineException {
    Pipeline pipeline = Texts.read(text("{ train.count = 2, further = [ " + SMALL + " ] }"));
    ViewSpec again = views(Texts.read(pipeline.resolved()));
    assertThat(again).isEqualTo(views(pipeline));
  }

  @Test
  void fewerViewsThanRecipesAreRefused() {
    assertThat(Texts.problems(text("{ count = 3, further = [ " + SMALL + " ] }")))
        .containsExactly(
            "pipeline.conf:19: tasks[0].distill.views.count: 3"
                + " (expected: >= 7, the views of train and further; or 0)");
    assertThat(Texts.problems(text("{ train.count = 60, further = [ " + SMALL + " ] }")).get(0))
        .endsWith("(expected: at most 64 views, those of train among them)");
  }

  @Test
  void aTestViewIsOne() {
    assertThat(Texts.problems(text("{ test.count = 2 }")))
        .containsExactly(
            "pipeline.conf:19: tasks[0].distill.views.test.count: 2"
                + " (expected: no such key; known: steps)");
  }

  /** Views of another number, or in another place, are other views: they share no cache. */
  @Test
  void theTextTellsApartWhatIsCachedApart() throws PipelineException {
    ViewSpec one = views("{ count = 1 }");
    ViewSpec two = views("{ count = 2 }");
    ViewSpec small = views("{ count = 7, further = [ " + SMALL + " ] }");
    ViewSpec fewer = views("{ count = 8, further = [ " + SMALL + " ] }");
    assertThat(List.of(one.shown(), two.shown(), small.shown(), fewer.shown()))
        .doesNotHaveDuplicates();
    assertThat(views("{ train.count = 2 }").shown()).isEqualTo(two.shown());
  }

  @Test
  void mapsOfViewsOfSeveralSidesAreRefused() {
    String crops = text("{ further = [ " + SMALL + " ] }");
    assertThat(
            Texts.problems(
                crops.replace("type = relaxed-contrastive", "type = attention-transfer")))
        .allSatisfy(problem -> assertThat(problem).startsWith("pipeline.conf:19: tasks[0]"))
        .extracting(problem -> problem.substring(problem.indexOf("(expected")))
        .containsExactly(
            "(expected: views of the side of train, 32: student reads map1,"
                + " whose rows are 64×16×16 at side 32 and 64×8×8 at side 16)",
            "(expected: views of the side of train, 32: the teacher is asked for map1,"
                + " whose rows are 64×16×16 at side 32 and 64×8×8 at side 16)");
  }

  @Test
  void aSideThatDoesNotPassIsRefused() {
    assertThat(
            Texts.problems(
                text("{ further = [ { steps = [ { type = center-crop, side = 4 } ] } ] }")))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("student reads embedding, whose rows are 8 at side 32 and none ("));
  }

  @Test
  void theViewsOfAllSidesMustFitIntoWhatMayBeInFlight() {
    String crops = text("{ further = [ " + SMALL + " ] }");
    // 12 examples of 3 · (32² + 6 · 16²) bytes; 128 pictures of 3 · 32² in evaluation.
    assertThat(Texts.problems(crops + "machine.in-flight = 1 MiB\n")).isEmpty();
    assertThat(Texts.problems(crops + "machine.in-flight = 500 KiB\n"))
        .singleElement()
        .asString()
        .endsWith(
            "machine.in-flight: \"500 KiB\""
                + " (expected: >= 1 MiB, twice the pixels of a batch of task target)");
    String many = crops.replace("count = 6", "count = 63").replace("side = 16", "side = 512");
    assertThat(Texts.problems(many)).isEmpty();
    assertThat(Texts.problems(many + "machine.in-flight = 256 MiB\n"))
        .singleElement()
        .asString()
        .endsWith(
            "machine.in-flight: \"256 MiB\""
                + " (expected: >= 1135 MiB, twice the pixels of a batch of task target)");
    String huge = many.replace("batch-size = 12, images-per-class = 2", "batch-size = 60");
    assertThat(Texts.problems(huge))
        .singleElement()
        .asString()
        .endsWith("(expected: batches of less than 2 GiB of pixels; not of 2836 MiB)");
  }

  private static ViewSpec views(String more) throws PipelineException {
    return views(Texts.read(text(more)));
  }

  private static ViewSpec views(Pipeline pipeline) {
    return pipeline.tasks().stream()
        .filter(task -> task.name().equals("target"))
        .map(task -> ((Learn) task.work()).views())
        .findFirst()
        .orElseThrow();
  }

  private static String text(String more) {
    return Texts.GOOD.replace(TARGET, "views = ${shared.views} " + more);
  }
}
