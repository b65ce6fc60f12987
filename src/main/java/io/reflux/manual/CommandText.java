package io.reflux.manual;

/**
 * A command of the command line.
 *
 * @param name what is typed after {@code reflux}
 * @param usage what its {@code --help} says
 */
public record CommandText(String name, String usage) {}
