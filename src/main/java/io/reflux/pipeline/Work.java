package io.reflux.pipeline;

/** What a task does. */
public sealed interface Work permits Learn, Measure, Export {

  /** Does what a visitor does with work of its kind. */
  <R> R visit(Visitor<R> visitor);

  /** Something that is done with work, a method for each kind. */
  interface Visitor<R> {
    /** With a training. */
    R learn(Learn learn);

    /** With an evaluation. */
    R measure(Measure measure);

    /** With an export. */
    R export(Export export);
  }
}
