package io.reflux.method;

import io.reflux.objective.Objective;
import io.reflux.objective.Objectives;
import io.reflux.objective.self.S2sdLoss;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The methods by name: every objective is one, by its own name; {@code sum} weighs several, each
 * perhaps of another output; {@code diva} and {@code simreg} are the papers' own compositions. An
 * objective that looks at tuples takes a {@code miner}, or the one it asks for.
 *
 * <pre>
 * method { type = relaxed-contrastive, sigma = 1 }
 * method { type = margin, miner { type = distance } }
 * method { type = sum, terms { fitnet { objective { type = fitnet } }
 *                              labels { objective { type = proxy-anchor }, weight = 1 } } }
 * </pre>
 */
public final class Methods {
  /** {@code method.type} and what it reads. */
  public static final Catalogue<Method> CATALOGUE = catalogue();

  private Methods() {}

  private static Catalogue<Method> catalogue() {
    Catalogue<Method> methods =
        new Catalogue<Method>("method")
            .with("sum", Methods::sum)
            .with("simreg", SimRegMethod::read)
            .with("diva", DivaReader::read);
    for (String name : new TreeSet<>(Objectives.CATALOGUE.names())) {
      methods.with(name, section -> single(name, section));
    }
    return methods;
  }

  private static Method single(String name, Section section) {
    // Asked before the objective is read: it refuses the keys that nobody has asked for.
    section.has("miner");
    Objective objective = Objectives.CATALOGUE.named(name, section);
    Mining mining = Mining.read(section, objective);
    return objective instanceof S2sdLoss s2sd
        ? SelfDistillation.of(s2sd, mining, Mining.again(section, s2sd.target(), mining))
        : new WeightedObjectives(List.of(new WeightedLoss(name, objective, mining, 1)));
  }

  /**
   * A method with other tuples than it would mine, for checks against given ones.
   *
   * @param mining by the names of terms, in self-distillation {@code source}, {@code target.0}…;
   *     terms that aren't named mine as before
   */
  public static Method withTuples(Method method, Map<String, Mining> mining) {
    if (method instanceof ComposedMethod composed) {
      return new ComposedMethod(composed.terms().mining(mining), composed.extras());
    }
    if (method instanceof WeightedObjectives terms) {
      return terms.mining(mining);
    }
    if (method instanceof SelfDistillation distillation) {
      return distillation.mining(mining);
    }
    throw new IllegalArgumentException(method + " (expected: a method of named terms)");
  }

  private static Method sum(Section section) {
    List<WeightedLoss> terms = new ArrayList<>();
    for (Map.Entry<String, Section> each : section.named("terms").entrySet()) {
      Section term = each.getValue();
      Objective objective = Objectives.CATALOGUE.read(term.section("objective"));
      double weight = term.has("weight") ? term.number("weight", Range.ANY) : 1;
      Mining mining = Mining.read(term, objective);
      OutputMapping outputs =
          term.has("output") ? OutputMapping.head(term.text("output")) : OutputMapping.PLAIN;
      term.finish();
      terms.add(new WeightedLoss(each.getKey(), objective, mining, weight, outputs));
    }
    if (terms.isEmpty()) {
      section.refuse("terms", "at least one term { objective { … }, weight = 1 }");
    }
    return new WeightedObjectives(terms);
  }
}
