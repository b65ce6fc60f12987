/**
 * Models that leave, and models that are opened again: a trained network with all that somebody
 * else has to know of it → files; any of those files, or a published model → embeddings of images.
 *
 * <p>Decision: what leaves carries its own description (network, views) inside the file, so that
 * nobody who opens it needs the run, and how images are cut cannot be forgotten on the way.
 */
@NullMarked
package io.reflux.delivery;

import org.jspecify.annotations.NullMarked;
