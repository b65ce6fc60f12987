package io.reflux.stage;

/** Something that is done with what a run tells, a method for each kind of event. */
public interface RunEventVisitor {

  /** A task begins. */
  void taskStarted(RunEvent.TaskStarted event);

  /** A teacher has been measured. */
  void teacherMeasured(RunEvent.TeacherMeasured event);

  /** A network is being measured. */
  void measuring(RunEvent.Measuring event);

  /** Students have taken a step. */
  void stepTaken(RunEvent.StepTaken event);

  /** A student has been evaluated. */
  void evaluated(RunEvent.Evaluated event);

  /** A checkpoint is sealed. */
  void checkpointSealed(RunEvent.CheckpointSealed event);

  /** A signal has come. */
  void signalled(RunEvent.Signalled event);

  /** A signal has come again. */
  void leavesAtOnce(RunEvent.LeavesAtOnce event);

  /** An image was left out. */
  void imageLeftOut(RunEvent.ImageLeftOut event);

  /** A stage may hang. */
  void stageHangs(RunEvent.StageHangs event);

  /** A stage goes on. */
  void stageGoesOn(RunEvent.StageGoesOn event);

  /** Images are waited for. */
  void storageFails(RunEvent.StorageFails event);

  /** No image is waited for any longer. */
  void storageAnswers(RunEvent.StorageAnswers event);

  /** The disk will be full soon. */
  void diskFills(RunEvent.DiskFills event);

  /** A model has been written. */
  void modelWritten(RunEvent.ModelWritten event);

  /** A task copes with something. */
  void told(RunEvent.Told event);

  /** A task is done. */
  void taskDone(RunEvent.TaskDone event);

  /** The run is done. */
  void runDone(RunEvent.RunDone event);

  /** The run was stopped. */
  void runStopped(RunEvent.RunStopped event);

  /** The run failed. */
  void runFailed(RunEvent.RunFailed event);
}
