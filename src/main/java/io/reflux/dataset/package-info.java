/**
 * Where the images come from.
 *
 * <p>In: a folder or an archive, and how its authors laid it out. Out: indexed examples with their
 * classes, divided into splits. The decision that shaped it: a layout is only a way of reading a
 * list of file names, so a folder and an archive are one thing, an archive is never unpacked, and
 * the index of a million images is a few arrays.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.dataset;
