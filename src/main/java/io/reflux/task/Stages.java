package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.pipeline.TeacherName;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.Trainer;
import java.util.Map;

/**
 * The stages of one task, spawned by its scheduler in the order in which data flows.
 *
 * @param loader decodes and cuts
 * @param teachers answer with teacher outputs, by their names
 * @param trainers one for each student, in the order of the pipeline file
 * @param evaluator measures snapshots
 */
record Stages(
    ActorRef<Loader.Command> loader,
    Map<TeacherName, ActorRef<TeacherPool.Command>> teachers,
    Map<String, ActorRef<Trainer.Command>> trainers,
    ActorRef<Evaluator.Command> evaluator) {}
