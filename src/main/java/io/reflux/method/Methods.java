package io.reflux.method;

import io.reflux.objective.Objective;
import io.reflux.objective.TupleSource;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The methods by name: every objective is one, by its own name; {@code sum} weighs several, each
 * perhaps of another output; {@code diva}, {@code simreg}, {@code stml} and {@code s2sd} are the
 * papers' own compositions. An objective that looks at tuples takes a {@code miner}, or the one it
 * asks for; one that looks at teachers takes what {@code teachers} names of several, joined.
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

  private static final String TEACHERS = "teachers";
  private static final String GLOBAL_VIEWS = "global-views";
  private static final int MOST_VIEWS = 64;

  private Methods() {}

  private static Catalogue<Method> catalogue() {
    Catalogue<Method> methods =
        new Catalogue<Method>("method")
            .with("sum", Methods::sum)
            .with("simreg", SimRegMethod::read)
            .with("stml", StmlMethod::read)
            .with("diva", DivaReader::read)
            .with("s2sd", SelfDistillation::read);
    Set<String> others = new TreeSet<>(Objectives.CATALOGUE.names());
    others.removeAll(methods.names());
    others.forEach(name -> methods.with(name, section -> single(name, section)));
    return methods;
  }

  private static Method single(String name, Section section) {
    // Asked before the objective is read: it refuses the keys that nobody has asked for.
    section.has("miner");
    section.has(TEACHERS);
    section.has(GLOBAL_VIEWS);
    Objective objective = Objectives.CATALOGUE.named(name, section);
    TupleSource source = TupleSource.read(section, objective.tupleSource());
    OutputMapping outputs = taught(section, objective, OutputMapping.PLAIN);
    return seeing(
        section,
        new WeightedObjectives(
            List.of(new WeightedLoss(name, objective, 1).withTuples(source).reading(outputs))));
  }

  private static Method sum(Section section) {
    List<WeightedLoss> terms = new ArrayList<>();
    for (Map.Entry<String, Section> each : section.named("terms").entrySet()) {
      Section term = each.getValue();
      Objective objective = Objectives.CATALOGUE.read(term.section("objective"));
      double weight = term.has("weight") ? term.number("weight", Range.ANY) : 1;
      TupleSource source = TupleSource.read(term, objective.tupleSource());
      OutputMapping head =
          term.has("output") ? OutputMapping.head(term.text("output")) : OutputMapping.PLAIN;
      OutputMapping outputs = taught(term, objective, head);
      term.finish();
      terms.add(
          new WeightedLoss(each.getKey(), objective, weight).withTuples(source).reading(outputs));
    }
    if (terms.isEmpty()) {
      section.refuse("terms", "at least one term { objective { … }, weight = 1 }");
    } else if (terms.stream().allMatch(term -> term.weight() == 0)) {
      section.refuse("terms", "a weight above 0: with none the student learns nothing");
    }
    return seeing(section, new WeightedObjectives(terms));
  }

  /** Reads {@code global-views}: which views a teacher looks at, and with which others they go. */
  private static Method seeing(Section section, WeightedObjectives terms) {
    if (!section.has(GLOBAL_VIEWS)) {
      return terms;
    }
    int views = section.whole(GLOBAL_VIEWS, Range.between(1, MOST_VIEWS));
    if (terms.teacherOutputs().isEmpty()) {
      section.refuse(GLOBAL_VIEWS, "none: this method learns from no teacher");
    }
    return new ComposedMethod(terms, ComposedMethod.Extras.NONE.seeing(ViewPairs.global(views)));
  }

  /**
   * Reads {@code teachers = [name, …]}: whose outputs stand for the teacher's, joined if several.
   */
  private static OutputMapping taught(Section section, Objective objective, OutputMapping outputs) {
    if (!section.has(TEACHERS)) {
      return outputs;
    }
    List<String> names = section.texts(TEACHERS);
    if (objective.teacherOutputs().isEmpty()) {
      section.refuse(TEACHERS, "none: this loss learns from no teacher");
    } else if (names.isEmpty() || Set.copyOf(names).size() != names.size()) {
      section.refuse(TEACHERS, "names of the task's teachers, each once");
      return outputs;
    } else if (names.size() > 1 && !objective.fittedAxes().isEmpty()) {
      section.refuse(TEACHERS, "one, whose axes are found");
    }
    return outputs.taughtBy(names, objective.teacherOutputs());
  }
}
