package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pipeline file says about the feature cache.
 *
 * @param mode what is kept
 * @param period in mode {@code replay}: after how many epochs the augmentations repeat
 * @param elementType how a value is stored: FLOAT32, FLOAT16 or INT8
 * @param directory where the shards lie; relative to the run directory, or absolute
 * @param shardBytes how large a shard grows before the next one is begun
 */
public record CacheSettings(
    CacheMode mode, int period, ElementType elementType, String directory, long shardBytes) {
  private static final int MOST_PERIOD = 1 << 16;
  private static final long LEAST_SHARD_BYTES = 1 << 20;
  private static final long MOST_SHARD_BYTES = 1 << 30;

  /** Reads {@code teacher.cache}; its defaults stand under {@code reflux.teacher.cache}. */
  public static CacheSettings read(Section written) {
    Section section = written.withDefaults(Defaults.of("teacher.cache"));
    CacheSettings settings =
        new CacheSettings(
            section.oneOf("mode", modes()),
            section.whole("period", Range.between(1, MOST_PERIOD)),
            section.oneOf("element-type", elementTypes()),
            section.text("directory"),
            section.bytes("shard-size", Range.POSITIVE));
    if (settings.shardBytes < LEAST_SHARD_BYTES || settings.shardBytes > MOST_SHARD_BYTES) {
      section.refuse("shard-size", "1 MiB … 1 GiB");
    }
    section.finish();
    return settings;
  }

  private static Map<String, CacheMode> modes() {
    Map<String, CacheMode> modes = new LinkedHashMap<>();
    modes.put("off", CacheMode.OFF);
    modes.put("clean", CacheMode.CLEAN);
    modes.put("replay", CacheMode.REPLAY);
    return modes;
  }

  private static Map<String, ElementType> elementTypes() {
    Map<String, ElementType> types = new LinkedHashMap<>();
    types.put("float32", ElementType.FLOAT32);
    types.put("float16", ElementType.FLOAT16);
    types.put("int8", ElementType.INT8);
    return types;
  }
}
