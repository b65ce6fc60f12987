package io.reflux.setting;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
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

  /** What stands behind a key. */
  private interface Written {
    void render(StringBuilder text, String indent);
  }

  private final Map<String, Written> entries = new LinkedHashMap<>();
  private final Map<String, Resolved> inners = new HashMap<>();

  /** Notes a value as it was read; what was noted before stays. */
  void note(String key, ConfigValue value) {
    entries.putIfAbsent(key, leaf(value));
  }

  /** Notes what replaces the value as it was written. */
  void replace(String key, ConfigValue value) {
    entries.put(key, leaf(value));
    inners.remove(key);
  }

  /** The place for an inner section; two askers share it. */
  Resolved inner(String key) {
    Resolved inner = inners.computeIfAbsent(key, any -> new Resolved());
    entries.put(key, inner::renderBlock);
    return inner;
  }

  /** The places for the sections of a list. */
  void list(String key, List<Resolved> elements) {
    entries.put(
        key,
        (text, indent) -> {
          text.append(" = [\n");
          for (Resolved element : elements) {
            text.append(indent).append("  {\n");
            element.render(text, indent + "    ");
            text.append(indent).append("  }\n");
          }
          text.append(indent).append("]\n");
        });
    inners.remove(key);
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
          value.render(text, indent);
        });
  }

  private void renderBlock(StringBuilder text, String indent) {
    text.append(" {\n");
    render(text, indent + "  ");
    text.append(indent).append("}\n");
  }

  private static Written leaf(ConfigValue value) {
    return (text, indent) -> text.append(" = ").append(plain(value)).append('\n');
  }

  private static String plain(ConfigValue value) {
    if (Place.isResolved(value) && value.valueType() == ConfigValueType.STRING) {
      String text = (String) value.unwrapped();
      if (PLAIN_TEXT.matcher(text).matches() && !NOT_PLAIN.contains(text)) {
        return text;
      }
    }
    boolean empty = value instanceof ConfigObject object && object.isEmpty();
    return empty ? "{}" : value.render(ConfigRenderOptions.concise());
  }
}
