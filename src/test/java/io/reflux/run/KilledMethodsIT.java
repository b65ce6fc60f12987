package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The papers' whole methods, with all that they remember (momentum networks, memory queues and
 * banks, pseudo-labels, class margins, counted steps), in a run whose process is killed in each of
 * them: it ends with the numbers that it would have had.
 */
class KilledMethodsIT {
  private static final String TEXT =
      """
      name = killed-methods
      seed = 7
      data { dataset = image-folder, root = "PACK" }
      machine { loaders = 1, load-ahead = 1, teach-ahead = 1, journal-ahead = 1 }
      shared {
        crop { type = random-resized-crop, side = 16, scale = [0.6, 1] }
        views {
          count = 2
          train { steps = [ ${shared.crop} ] }
          test { steps = [ { type = resize, side = 16, square = true } ] }
        }
        learn {
          sampler { batch-size = 8, images-per-class = 2 }
          views = ${shared.views}
          epochs = 2
          checkpoint { every = 2 steps }
          evaluate { metrics = ["recall@1"] }
        }
        conv { backbone = conv4, widths = [8, 8, 8, 8], embedding = 8, l2-norm = true }
        # So that the queue counts: else its gradient is lost in that of the separation.
        queue { objective { type = fast-moco, queue-size = 40, temperature = 0.5 } }
      }
      tasks = [
        { name = diva, train = ${shared.learn} {
          network = ${shared.conv} { parts = [discriminative, selfsimilarity, shared, intra] }
          method {
            type = diva, selfsimilarity = ${shared.queue}, separation { weights = [1], hidden = 8 }
            evaluated = [0.5, 1, 1, 1], weightings { heavy = [0.5, 1.5, 1.5, 1.5] }
          }
          optimizer { type = adam, lr = 3e-3, groups { regressors { weight-decay = 0 } } }
          evaluate.best = "heavy/recall@1"
        } }
        { name = clustering, train = ${shared.learn} {
          network = ${shared.conv} { parts = [discriminative, selfsimilarity] }
          method {
            type = diva, features = [discriminative, selfsimilarity, deep-clustering]
            selfsimilarity { objective { type = moco, queue-size = 24 } }
            deep-clustering { clusters = 5, every = 1, components = 4 }
          }
          optimizer { type = adam, lr = 3e-3, groups { classifier { lr-scale = 10 } } }
        } }
        { name = s2sd, train = ${shared.learn} {
          network = ${shared.conv}
          method {
            type = s2sd, target-sizes = [12, 16], pool-aggregation = true, base { type = margin }
            miner { type = rho-distance }, feature-distillation = true, feature-delay = 7
          }
          optimizer { type = adam, lr = 3e-3 }
        } }
        { name = relaxed, train = ${shared.learn} {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
          method { type = stml, momentum = 0.9 }
          sampler = null, sampler { type = shuffled, batch-size = 8 }
          optimizer { type = adam, lr = 3e-3 }
        } }
        { name = remembering, train = ${shared.learn} {
          network = ${shared.conv}
          method { type = cross-batch-memory, objective { type = multi-similarity }, size = 24, start = 2 }
          optimizer { type = adam, lr = 3e-3, average = 0.9 }
          evaluate.best = "average/recall@1"
        } }
        { name = taught, needs = [s2sd], distill = ${shared.learn} {
          teacher { task = s2sd }
          views.further = [ { steps = [ ${shared.crop}, { type = color-jitter } ] } ]
          students {
            simreg {
              network {
                backbone = conv4, widths = [4, 4, 4, 4], embedding = 0, pooling = average
                heads { prediction { type = regression, hidden = [8, 6, 8], size = 8 } }
              }
              method { type = simreg, teacher-output = embedding, teacher-view = other }
              optimizer { type = sgd, lr = 0.05 }
            }
            crd {
              network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
              method { type = sum, terms {
                labels { objective { type = proxy-anchor } }
                features { objective { type = crd, negatives = 16, projection = 8 } } } }
              optimizer { type = adamw, lr = 3e-3, groups { proxies { lr-scale = 100 } } }
            }
            queue {
              network {
                backbone = resnet, blocks = [1, 1], widths = [4, 8], stem = tiny, embedding = 8
                stochastic-depth = 0.3, dropout = 0.2
              }
              method { type = queue-similarity, queue-size = 24 }
              optimizer { type = adamw, lr = 3e-3 }
            }
          }
        } }
      ]
      """;

  @TempDir Path folder;
  @TempDir static Path shared;

  private static Path file = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    Path pack = TinyPack.write(shared.resolve("pack"));
    file = shared.resolve("methods.conf");
    Files.writeString(file, TEXT.replace("PACK", pack.toAbsolutePath().toString()));
  }

  @Test
  void killedInEachMethodItEndsWithTheSameNumbers() throws Exception {
    Series expected = Series.of(Pipeline.read(file), folder.resolve("whole"));
    KilledRun killed = new KilledRun(file, Files.createDirectories(folder.resolve("killed")));
    killed.killAt("StepTaken[task=diva, progress=StepProgress[epoch=1, step=1,");
    killed.killAt("StepTaken[task=diva, progress=StepProgress[epoch=2, step=9,");
    killed.killAt("Evaluated[task=clustering, student=clustering, epoch=1");
    killed.killAt("StepTaken[task=s2sd, progress=StepProgress[epoch=2, step=8,");
    killed.killAt("StepTaken[task=relaxed, progress=StepProgress[epoch=2, step=9,");
    killed.killAt("StepTaken[task=remembering, progress=StepProgress[epoch=2, step=9,");
    killed.killAt("StepTaken[task=taught, progress=StepProgress[epoch=1, step=3,");
    killed.killAt("StepTaken[task=taught, progress=StepProgress[epoch=2, step=11,");
    Trial last = Trial.of(Pipeline.read(file), killed.folder());
    last.completed();
    assertThat(last.heard(RunEvent.TaskStarted.class).get(0).task()).isEqualTo("taught");
    assertThat(Series.of(last.directory())).isEqualTo(expected);
    assertThat(expected.models()).hasSize(2 * 8);
  }
}
