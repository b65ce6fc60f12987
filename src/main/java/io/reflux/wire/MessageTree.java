package io.reflux.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain values as a message, each in the field of its name in JSON. A message that is one map and
 * nothing else stands for the map.
 */
final class MessageTree {
  private MessageTree() {}

  /**
   * A message of a type.
   *
   * @throws IllegalArgumentException if a value has no field, or one of another type
   */
  static Message of(Message type, Map<?, ?> values) {
    Message.Builder message = type.newBuilderForType();
    Descriptor fields = type.getDescriptorForType();
    if (isMap(fields)) {
      fill(message, fields.getFields().get(0), values);
      return message.build();
    }
    Map<String, FieldDescriptor> byName = new HashMap<>();
    fields.getFields().forEach(field -> byName.put(field.getJsonName(), field));
    values.forEach(
        (name, value) -> {
          FieldDescriptor field = byName.get(String.valueOf(name));
          if (field == null) {
            throw new IllegalArgumentException(
                fields.getName() + "." + name + ": " + value + " (expected: one of its fields)");
          }
          fill(message, field, value);
        });
    return message.build();
  }

  private static boolean isMap(Descriptor fields) {
    return fields.getFields().size() == 1 && fields.getFields().get(0).isMapField();
  }

  private static void fill(Message.Builder message, FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      map(value)
          .forEach(
              (key, each) -> message.addRepeatedField(field, entry(message, field, key, each)));
    } else if (field.isRepeated()) {
      ((Collection<?>) value)
          .forEach(each -> message.addRepeatedField(field, single(message, field, each)));
    } else {
      message.setField(field, single(message, field, value));
    }
  }

  private static Message entry(
      Message.Builder message, FieldDescriptor field, Object key, Object value) {
    Message.Builder entry = message.newBuilderForField(field);
    FieldDescriptor content = field.getMessageType().findFieldByName("value");
    return entry
        .setField(field.getMessageType().findFieldByName("key"), key)
        .setField(content, single(entry, content, value))
        .build();
  }

  private static Object single(Message.Builder message, FieldDescriptor field, Object value) {
    JavaType type = field.getJavaType();
    return switch (type) {
      case MESSAGE -> of(message.newBuilderForField(field).getDefaultInstanceForType(), map(value));
      case STRING -> value.toString();
      case DOUBLE -> Double.valueOf(value.toString());
      case INT -> ((Number) value).intValue();
      case LONG -> ((Number) value).longValue();
      case BOOLEAN -> value;
      default ->
          throw new IllegalArgumentException(
              field.getFullName() + ": " + type + " (expected: a type that JSON has)");
    };
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }
}
