package io.reflux.setting;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Includes as HOCON means them, but one that does not exist is an error. */
final class RequiredIncludes implements ConfigIncluder, ConfigIncluderFile {
  private final @Nullable ConfigIncluder usual;

  RequiredIncludes() {
    this(null);
  }

  private RequiredIncludes(@Nullable ConfigIncluder usual) {
    this.usual = usual;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new RequiredIncludes(usual == null ? fallback : usual.withFallback(fallback));
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return present(what, () -> usual().include(required(context), what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return present(
        what.toString(), () -> ((ConfigIncluderFile) usual()).includeFile(required(context), what));
  }

  /** Tells who includes what isn't there: its own name if it is one inside of an included file. */
  private static ConfigObject present(String what, Supplier<ConfigObject> included) {
    try {
      return included.get();
    } catch (MissingIncludeException e) {
      throw e.isOfFirst() ? e.by(what) : e;
    } catch (ConfigException.IO e) {
      throw new MissingIncludeException(what, "", e);
    }
  }

  private ConfigIncluder usual() {
    if (usual == null) {
      throw new IllegalStateException("the library gave no includer to fall back to");
    }
    return usual;
  }

  private static ConfigIncludeContext required(ConfigIncludeContext context) {
    return context.setParseOptions(context.parseOptions().setAllowMissing(false));
  }
}
