package io.reflux.train;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problem;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;

/** Settings as somebody would write them. */
final class Written {
  private final Problems problems = new Problems();
  private final String hocon;

  Written(String hocon) {
    this.hocon = hocon;
  }

  Section section() {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", problems);
  }

  List<String> problems() {
    return problems.all().stream()
        .map(p -> new Problem("", p.path(), p.value(), p.expected()).toString())
        .toList();
  }
}
