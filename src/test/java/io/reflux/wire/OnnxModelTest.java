package io.reflux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.wire.proto.OnnxAttributeMessage;
import io.reflux.wire.proto.OnnxGraphMessage;
import io.reflux.wire.proto.OnnxModelMessage;
import io.reflux.wire.proto.OnnxNodeMessage;
import io.reflux.wire.proto.OnnxTensorMessage;
import io.reflux.wire.proto.OnnxValueMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The graph is what was put into it; that it computes the right thing is held by the networks. */
class OnnxModelTest {
  private final OnnxModel model = new OnnxModel();

  @Test
  void aModelNamesItsFormatAndOperators() throws IOException {
    OnnxModelMessage written = written();
    assertThat(written.getIrVersion()).isEqualTo(8);
    assertThat(written.getProducerName()).isEqualTo("Reflux");
    assertThat(written.getOpsetImportList())
        .singleElement()
        .matches(set -> set.getDomain().isEmpty() && set.getVersion() == 18);
  }

  @Test
  void inputsAndOutputsHaveNumbersOrNamesForTheirSizes() throws IOException {
    model.input("pixels", OnnxModel.Type.UINT8, List.of("n", 224L, 224, 3));
    model.output("embedding", List.of("n", 128));
    OnnxGraphMessage graph = written().getGraph();
    OnnxValueMessage in = graph.getInput(0);
    assertThat(in.getName()).isEqualTo("pixels");
    assertThat(in.getType().getTensorType().getElemType()).isEqualTo(2);
    assertThat(in.getType().getTensorType().getShape().getDimList())
        .extracting(d -> d.hasDimParam() ? d.getDimParam() : Long.toString(d.getDimValue()))
        .containsExactly("n", "224", "224", "3");
    OnnxValueMessage out = graph.getOutput(0);
    assertThat(out.getType().getTensorType().getElemType()).isEqualTo(1);
    assertThat(out.getType().getTensorType().getShape().getDim(1).getDimValue()).isEqualTo(128);
  }

  @Test
  void tensorsKeepTheirBytesAndTheBufferItsPosition() throws IOException {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8}).position(1);
    model.tensor("shape", OnnxModel.Type.INT64, data, 1);
    model.tensor("scalar", OnnxModel.Type.FLOAT32, ByteBuffer.allocate(4));
    assertThat(data.position()).isEqualTo(1);
    List<OnnxTensorMessage> tensors = written().getGraph().getInitializerList();
    assertThat(tensors.get(0).getDataType()).isEqualTo(7);
    assertThat(tensors.get(0).getDimsList()).containsExactly(1L);
    assertThat(tensors.get(0).getRawData().toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(tensors.get(1).getDimsList()).isEmpty();
  }

  @Test
  void nodesStandInOrderWithTheirAttributes() throws IOException {
    model.node("Relu", List.of("x"), "y", Map.of());
    model.node("Clip", List.of("y", "", "top"), "z", Map.of());
    model.node("Some", List.of("z"), "s", Map.of("axis", -1L));
    model.node("Some", List.of("z"), "t", Map.of("epsilon", 0.5f));
    model.node("Some", List.of("z"), "u", Map.of("mode", "größer"));
    model.node("Some", List.of("z"), "v", Map.of("pads", new long[] {1, 0, 1}));
    List<OnnxNodeMessage> nodes = written().getGraph().getNodeList();
    assertThat(nodes)
        .extracting(OnnxNodeMessage::getName)
        .containsExactly("y", "z", "s", "t", "u", "v");
    assertThat(nodes.get(1).getInputList()).containsExactly("y", "", "top");
    assertThat(nodes.get(1).getOutputList()).containsExactly("z");
    assertThat(attribute(nodes.get(2))).matches(a -> a.getType() == 2 && a.getI() == -1);
    assertThat(attribute(nodes.get(3))).matches(a -> a.getType() == 1 && a.getF() == 0.5f);
    assertThat(attribute(nodes.get(4)))
        .matches(a -> a.getType() == 3 && a.getS().toStringUtf8().equals("größer"));
    assertThat(attribute(nodes.get(5)))
        .matches(a -> a.getType() == 7 && a.getIntsList().equals(List.of(1L, 0L, 1L)));
  }

  @Test
  void anAttributeOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> model.node("Some", List.of(), "x", Map.of("axis", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("axis: 1 (expected: Long, Float, String or long[])");
  }

  @Test
  void metadataIsKeptLineByLine() throws IOException {
    model.metadata("a", "1");
    model.metadata("b", "");
    assertThat(written().getMetadataPropsList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("a=1", "b=");
  }

  private OnnxModelMessage written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.write(out);
    return OnnxModelMessage.parseFrom(out.toByteArray());
  }

  private static OnnxAttributeMessage attribute(OnnxNodeMessage node) {
    assertThat(node.getAttributeCount()).isEqualTo(1);
    return node.getAttribute(0);
  }
}
