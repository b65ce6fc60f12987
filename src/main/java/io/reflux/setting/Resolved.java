package io.reflux.setting;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Everything that a section was asked, as it was answered: written values and defaults alike, in
 * the order of asking. Printed, it is a file that reads to the same settings.
 */
final class Resolved {
  private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final List<String> NOT_PLAIN = List.of("true", "false", "null", "include");

  /** A {@code ConfigValue}, a {@code Resolved}, or a list of {@code Resolved}. */
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Notes a value as it was read; what was noted before stays. */
  void note(String key, ConfigValue value) {
    entries.putIfAbsent(key, value);
  }

  /** Notes what replaces the value as it was written. */
  void replace(String key, ConfigValue value) {
    entries.put(key, value);
  }

  /** The place for an inner section; two askers share it. */
  Resolved inner(String key) {
    if (entries.get(key) instanceof Resolved inner) {
      return inner;
    }
    Resolved inner = new Resolved();
    entries.put(key, inner);
    return inner;
  }

  /** The places for the sections of a list. */
  void list(String key, List<Resolved> elements) {
    entries.put(key, elements);
  }

  /** The whole as HOCON, one key a line. */
  String render() {
    StringBuilder text = new StringBuilder();
    render(text, "");
    return text.toString();
  }

  private void render(StringBuilder text, String indent) {
    entries.forEach(
        (key, value) -> {
          boolean plain = PLAIN_TEXT.matcher(key).matches();
          text.append(indent).append(plain ? key : ConfigUtil.quoteString(key));
          render(value, text, indent);
        });
  }

  private static void render(Object value, StringBuilder text, String indent) {
    if (value instanceof Resolved inner) {
      text.append(" {\n");
      inner.render(text, indent + "  ");
      text.append(indent).append("}\n");
    } else if (value instanceof ConfigValue written) {
      text.append(" = ").append(leaf(written)).append('\n');
    } else if (value instanceof List<?> elements) {
      text.append(" = [\n");
      for (Object element : elements) {
        text.append(indent).append("  {\n");
        ((Resolved) element).render(text, indent + "    ");
        text.append(indent).append("  }\n");
      }
      text.append(indent).append("]\n");
    }
  }

  private static String leaf(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      String plain = (String) value.unwrapped();
      if (PLAIN_TEXT.matcher(plain).matches() && !NOT_PLAIN.contains(plain)) {
        return plain;
      }
    }
    boolean empty = value instanceof ConfigObject object && object.isEmpty();
    return empty ? "{}" : value.render(ConfigRenderOptions.concise());
  }
}
