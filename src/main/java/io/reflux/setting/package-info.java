/**
 * Checked settings.
 *
 * <p>In: HOCON objects. Out: checked values, or problems that name file and line, path, value and
 * what was expected. The decision that shaped it: reading never stops at the first mistake; a
 * section answers with a stand-in and notes the problem, so that a file is refused once, with
 * everything that is wrong in it.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.setting;
