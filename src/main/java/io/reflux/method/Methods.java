package io.reflux.method;

import io.reflux.objective.Objective;
import io.reflux.objective.Objectives;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The methods by name: every objective is one, by its own name; {@code sum} weighs several.
 *
 * <pre>
 * method { type = relaxed-contrastive, sigma = 1 }
 * method { type = sum, terms { fitnet { objective { type = fitnet } }
 *                              labels { objective { type = proxy-anchor }, weight = 1 } } }
 * </pre>
 */
public final class Methods {
  /** {@code method.type} and what it reads. */
  public static final Catalogue<Method> CATALOGUE = catalogue();

  private Methods() {}

  private static Catalogue<Method> catalogue() {
    Catalogue<Method> methods = new Catalogue<Method>("method").with("sum", Methods::sum);
    for (String name : new TreeSet<>(Objectives.CATALOGUE.names())) {
      methods.with(name, section -> single(name, section));
    }
    return methods;
  }

  private static Method single(String name, Section section) {
    Objective objective = Objectives.CATALOGUE.named(name, section);
    return new WeightedObjectives(List.of(new Term(name, objective, Mining.NONE, 1)));
  }

  private static Method sum(Section section) {
    List<Term> terms = new ArrayList<>();
    for (Map.Entry<String, Section> each : section.named("terms").entrySet()) {
      Section term = each.getValue();
      Objective objective = Objectives.CATALOGUE.read(term.section("objective"));
      double weight = term.has("weight") ? term.number("weight", Range.ANY) : 1;
      term.finish();
      terms.add(new Term(each.getKey(), objective, Mining.NONE, weight));
    }
    if (terms.isEmpty()) {
      section.refuse("terms", "at least one term { objective { … }, weight = 1 }");
    }
    return new WeightedObjectives(terms);
  }
}
