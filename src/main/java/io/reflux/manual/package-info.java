/**
 * The documentation that ships: what every setting means, when to use which method, guides.
 *
 * <p>In: the defaults' files with their comments, the Javadoc of what catalogues read, guides in
 * Markdown. Out: a folder of HTML that opens offline. The decision that shaped it: nothing is
 * written twice. A setting's meaning is its comment in {@code reference.conf} and the
 * {@code @param} of the record that it is read into; pages are put together as Markdown and
 * rendered by one renderer, and no page knows HTML but the template.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.manual;
