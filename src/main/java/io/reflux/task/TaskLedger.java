package io.reflux.task;

import io.reflux.rundir.ChangesFile;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TaskTotals;
import io.reflux.rundir.UnreadableImages;
import io.reflux.stage.CacheTally;
import io.reflux.stage.PixelBudget;

/**
 * What is kept of a task while it goes on.
 *
 * @param journal what it writes down
 * @param changes what the task is told to do otherwise while it goes on
 * @param pipelineDigest the digest of the resolved pipeline
 * @param before what the task came to in earlier attempts
 * @param cached counts how the teachers' answers come about in this attempt
 * @param unreadable the images that may be left out, and those that were
 * @param pixelBudget how many bytes of pixels are in flight, and may be
 */
record TaskLedger(
    TaskJournal journal,
    ChangesFile changes,
    String pipelineDigest,
    TaskTotals before,
    CacheTally cached,
    UnreadableImages unreadable,
    PixelBudget pixelBudget) {}
