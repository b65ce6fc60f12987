package io.reflux.wire;

import com.google.protobuf.ByteString;
import io.reflux.wire.proto.OnnxAttributeMessage;
import io.reflux.wire.proto.OnnxDimensionMessage;
import io.reflux.wire.proto.OnnxEntryMessage;
import io.reflux.wire.proto.OnnxGraphMessage;
import io.reflux.wire.proto.OnnxModelMessage;
import io.reflux.wire.proto.OnnxNodeMessage;
import io.reflux.wire.proto.OnnxOperatorSetMessage;
import io.reflux.wire.proto.OnnxShapeMessage;
import io.reflux.wire.proto.OnnxTensorMessage;
import io.reflux.wire.proto.OnnxTensorTypeMessage;
import io.reflux.wire.proto.OnnxTypeMessage;
import io.reflux.wire.proto.OnnxValueMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** An ONNX model while it is put together: nodes in order, tensors, inputs, outputs. */
public final class OnnxModel {
  private static final long FORMAT = 8;
  private static final long OPERATORS = 18;

  private final OnnxGraphMessage.Builder graph = OnnxGraphMessage.newBuilder().setName("network");
  private final OnnxModelMessage.Builder model =
      OnnxModelMessage.newBuilder()
          .setIrVersion(FORMAT)
          .setProducerName("Reflux")
          .addOpsetImport(OnnxOperatorSetMessage.newBuilder().setDomain("").setVersion(OPERATORS));

  /** The element types used here. */
  public enum Type {
    /** 32 bits. */
    FLOAT32(1),
    /** Pixels. */
    UINT8(2),
    /** Shapes and axes. */
    INT64(7);

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  /** What goes in; a dimension is a number, or a name for one that is known when the model runs. */
  public void input(String name, Type type, List<?> dimensions) {
    graph.addInput(value(name, type, dimensions));
  }

  /** What comes out, float32. */
  public void output(String name, List<?> dimensions) {
    graph.addOutput(value(name, Type.FLOAT32, dimensions));
  }

  /** A tensor that nodes read by its name; its bytes are row-major and little-endian. */
  public void tensor(String name, Type type, ByteBuffer data, long... shape) {
    OnnxTensorMessage.Builder tensor =
        OnnxTensorMessage.newBuilder()
            .setName(name)
            .setDataType(type.code)
            .setRawData(ByteString.copyFrom(data.duplicate()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
  }

  /**
   * A node.
   *
   * @param operator ONNX's name of it
   * @param inputs the names of what it reads; empty names for optional inputs left out
   * @param output the name of what it makes
   * @param attributes whole numbers, numbers, texts or lists of whole numbers
   */
  public void node(String operator, List<String> inputs, String output, Map<String, ?> attributes) {
    OnnxNodeMessage.Builder node =
        OnnxNodeMessage.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output);
    attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
    graph.addNode(node);
  }

  /** A line of the model's description. */
  public void metadata(String key, String value) {
    model.addMetadataProps(OnnxEntryMessage.newBuilder().setKey(key).setValue(value));
  }

  /** Writes the model. */
  public void write(OutputStream out) throws IOException {
    model.setGraph(graph).build().writeTo(out);
  }

  private static OnnxAttributeMessage attribute(String name, Object value) {
    OnnxAttributeMessage.Builder attribute = OnnxAttributeMessage.newBuilder().setName(name);
    if (value instanceof Long whole) {
      return attribute.setType(2).setI(whole).build();
    }
    if (value instanceof Float number) {
      return attribute.setType(1).setF(number).build();
    }
    if (value instanceof String text) {
      return attribute.setType(3).setS(ByteString.copyFromUtf8(text)).build();
    }
    if (value instanceof long[] wholes) {
      for (long whole : wholes) {
        attribute.addInts(whole);
      }
      return attribute.setType(7).build();
    }
    throw new IllegalArgumentException(
        name + ": " + value + " (expected: Long, Float, String or long[])");
  }

  private static OnnxValueMessage value(String name, Type type, List<?> dimensions) {
    OnnxShapeMessage.Builder shape = OnnxShapeMessage.newBuilder();
    for (Object dimension : dimensions) {
      OnnxDimensionMessage.Builder one = OnnxDimensionMessage.newBuilder();
      shape.addDim(
          dimension instanceof Number size
              ? one.setDimValue(size.longValue())
              : one.setDimParam(dimension.toString()));
    }
    return OnnxValueMessage.newBuilder()
        .setName(name)
        .setType(
            OnnxTypeMessage.newBuilder()
                .setTensorType(
                    OnnxTensorTypeMessage.newBuilder().setElemType(type.code).setShape(shape)))
        .build();
  }
}
