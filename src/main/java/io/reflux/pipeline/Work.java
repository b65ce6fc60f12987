package io.reflux.pipeline;

/** What a task does. */
public sealed interface Work permits Learn, Measure, Export {}
