package io.reflux.stage;

import akka.actor.typed.ActorSystem;
import io.reflux.rundir.RunDirectory;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A run that is up.
 *
 * @param system the actor system it lives in
 * @param directory where it writes
 * @param status asks how it goes
 * @param steer tells it to do something else
 */
public record RunHandle(
    ActorSystem<?> system,
    RunDirectory directory,
    Supplier<CompletionStage<RunStatus>> status,
    RunSteering steer) {}
